package gyrus.model.onnx;

import gyrus.engine.Placement;
import gyrus.engine.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the graph holds for one memory: a grid of rows, cut into columns, each of which is a symbol. Ops write and read channel
 * windows, so concatenation and slicing become nodes only where an op reads several columns or a part of one.
 */
final class TracedMemory {

    private final Graph graph;
    private final long elements;
    private int pitch;
    private int writes;
    private final NavigableMap<Integer, Symbol> columns = new TreeMap<>(); // by their first channel; [.., width] of all rows

    TracedMemory(Graph graph, long elements) {
        this.graph = graph;
        this.elements = elements;
    }

    /** Returns whether a pass that counts these writes to the memory has traced the last one: the host may have written since. */
    boolean isCurrent(int count) {
        return count == writes && !columns.isEmpty();
    }

    /** Notes that a tensor at this place has received a value of its shape. */
    void write(Placement place, Symbol value) {
        if (!isCurrent(place.writes() - 1)) {
            columns.clear();
        }
        writes = place.writes();
        int width = value.shape().extent(-1);
        if (value.shape().size() == elements) {
            pitch = width;
            columns.clear();
            columns.put(0, value);
            return;
        }
        Window window = Window.of(place, value.shape(), elements);
        if (window.rows() != elements / window.pitch()) {
            throw new UnsupportedOperationException("it writes into some rows of a wider tensor");
        }
        cut(window.pitch());
        cutAt(window.from());
        cutAt(window.to());
        columns.subMap(window.from(), window.to()).clear();
        int channels = window.to() - window.from();
        columns.put(window.from(), width == channels ? value : graph.reshape(value, new Shape(1, channels)));
    }

    /** Arranges the memory in rows of another pitch. */
    private void cut(int other) {
        if (pitch != other && !columns.isEmpty()) {
            Symbol whole = columns(0, pitch, columns.firstEntry().getValue().shape());
            columns.clear();
            columns.put(0, graph.reshape(whole, new Shape(Math.toIntExact(elements / other), other)));
        }
        pitch = other;
    }

    /** Makes a boundary between columns. */
    private void cutAt(int channel) {
        Map.Entry<Integer, Symbol> entry = columns.lowerEntry(channel);
        if (entry != null && entry.getKey() + entry.getValue().shape().extent(-1) > channel) {
            Symbol value = entry.getValue();
            int at = channel - entry.getKey();
            columns.put(entry.getKey(), graph.slice(value, -1, 0, at));
            columns.put(channel, graph.slice(value, -1, at, value.shape().extent(-1)));
        }
    }

    /** Returns the value of a tensor of some shape at this place. */
    Symbol read(Placement place, Shape shape) {
        if (shape.size() == elements) {
            boolean fits = shape.extent(-1) == pitch;
            return graph.reshape(columns(0, pitch, fits ? shape : columns.firstEntry().getValue().shape()), shape);
        }
        Window window = Window.of(place, shape, elements);
        cut(window.pitch());
        boolean isAllRows = window.rows() == elements / pitch && shape.extent(-1) == window.to() - window.from();
        Shape rows = isAllRows ? shape : new Shape(Math.toIntExact(elements / pitch), 1);
        Symbol channels = columns(window.from(), window.to(), rows);
        Symbol part = isAllRows ? channels
                : graph.slice(channels, 0, window.row(), Math.toIntExact(window.row() + window.rows()));
        return graph.reshape(part, shape);
    }

    /** Returns some channels of all rows, whose outer extents are those of a shape. */
    private Symbol columns(int from, int to, Shape rows) {
        List<Symbol> parts = new ArrayList<>();
        int next = from;
        while (next < to) {
            Map.Entry<Integer, Symbol> entry = columns.floorEntry(next);
            int end = entry == null ? 0 : entry.getKey() + entry.getValue().shape().extent(-1);
            if (end <= next) {
                throw new UnsupportedOperationException("it reads channels that no op of this pass has written");
            }
            Symbol part = graph.reshape(entry.getValue(), rows.with(-1, end - entry.getKey()));
            parts.add(graph.slice(part, -1, next - entry.getKey(), Math.min(end, to) - entry.getKey()));
            next = end;
        }
        return graph.concat(parts);
    }

    /** A part of a memory: {@code rows} rows from {@code row} on of the channels {@code from} to {@code to} (exclusive). */
    private record Window(int pitch, int row, long rows, int from, int to) {

        static Window of(Placement place, Shape shape, long elements) {
            int width = shape.extent(-1);
            long rows = shape.size() / width;
            if (rows == 1 && place.pitch() < elements && place.offset() % place.pitch() + width <= place.pitch()) {
                return box(place, rows, width); // one row of several
            }
            if (rows == 1 || place.pitch() == width) { // without gaps: a part of the only row
                int from = Math.toIntExact(place.offset());
                return new Window(Math.toIntExact(elements), 0, 1, from, from + shape.size());
            }
            return box(place, rows, width);
        }

        private static Window box(Placement place, long rows, int width) {
            int from = Math.toIntExact(place.offset() % place.pitch());
            return new Window(place.pitch(), Math.toIntExact(place.offset() / place.pitch()), rows, from, from + width);
        }
    }
}
