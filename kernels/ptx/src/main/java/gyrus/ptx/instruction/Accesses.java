package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import gyrus.ptx.memory.Region;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.List;

/** Compiles loads and stores: {@code ld.global.nc.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1+16]}. */
public final class Accesses {

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public Accesses(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        return switch (statement.base()) {
            case "ld", "ldu" -> load(statement);
            case "st" -> store(statement);
            default -> new Atomics(operands, this).compile(statement);
        };
    }

    /** Returns the address of an operand, which differs between threads. */
    public Operands.Source address(Operand operand) {
        Operand.Address address = (Operand.Address) operand;
        long offset = address.offset();
        if (operands.isWide(address.base()) || address.base() instanceof Operand.Symbol) {
            int place = operands.longPlace(address.base());
            return (block, lane) -> block.longs(place)[lane] + offset;
        }
        int place = operands.intPlace(address.base());
        return (block, lane) -> Integer.toUnsignedLong(block.ints(place)[lane]) + offset;
    }

    /** Returns the memory of a statement. Parameters of inlined functions lie in local memory. */
    Space space(Statement statement) {
        Space space = Space.of(statement);
        boolean local = space == Space.PARAMETERS && statement.operands().stream().anyMatch(
                operand -> operand instanceof Operand.Address(Operand.Symbol(String symbol), long offset, List<Operand> coordinates)
                        && operands.isLocal(symbol));
        return local ? Space.LOCAL : space;
    }

    private static List<Operand> elements(Operand operand) {
        return operand instanceof Operand.Vector(List<Operand> elements) ? elements : List.of(operand);
    }

    private Action.Compute load(Statement statement) {
        Type type = statement.type();
        List<Operand> elements = elements(statement.operand(0));
        Space space = space(statement);
        Operands.Source addresses = address(statement.operand(1));
        int size = type.bytes() * elements.size();
        if (type.bytes() == 4 && elements.stream().noneMatch(operands::isWide)) {
            int[] places = elements.stream().mapToInt(operands::intPlace).toArray();
            return new Action.Access(space, size, addresses,
                    (block, lanes, count) -> loadWords(block, lanes, count, space, addresses, size, places));
        }
        Operands.Sink[] sinks = elements.stream().map(element -> operands.isWide(element)
                ? operands.sink(element, Type.B64) : operands.sink(element, Type.B32)).toArray(Operands.Sink[]::new);
        return new Action.Access(space, size, addresses, (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long address = addresses.get(block, lane);
                Region region = space.region(block, address, lane);
                long offset = space.offset(address);
                region.locate(offset, size, lane, "reads");
                for (int e = 0; e < sinks.length; e++) {
                    sinks[e].set(block, lane, loadNumber(region, offset + (long) e * type.bytes(), type, block.stamp(lane)));
                }
            }
        });
    }

    private static void loadWords(Block block, int[] lanes, int count, Space space, Operands.Source addresses, int size,
            int[] places) {
        for (int i = 0; i < count; i++) {
            int lane = lanes[i];
            long address = addresses.get(block, lane);
            Region region = space.region(block, address, lane);
            int word = region.locate(space.offset(address), size, lane, "reads");
            long stamp = block.stamp(lane);
            for (int e = 0; e < places.length; e++) {
                block.ints(places[e])[lane] = load(block, region, word + e, lane, stamp);
            }
        }
    }

    private static int load(Block block, Region region, int word, int lane, long stamp) {
        if (region.isOfBox(word)) {
            block.tensorReads().read(lane, word);
        }
        return region.load(word, stamp);
    }

    private static long loadNumber(Region region, long offset, Type type, long stamp) {
        if (type.bytes() < 4) {
            return type.number(region.loadPart(offset, type.bytes(), stamp));
        }
        int word = (int) (offset >>> 2);
        long low = Integer.toUnsignedLong(region.load(word, stamp));
        return type.isWide() ? low | (long) region.load(word + 1, stamp) << 32 : type.number(low);
    }

    private Action.Compute store(Statement statement) {
        Type type = statement.type();
        Space space = space(statement);
        Operands.Source addresses = address(statement.operand(0));
        List<Operand> elements = elements(statement.operand(1));
        int size = type.bytes() * elements.size();
        if (type.bytes() == 4 && elements.stream().noneMatch(operands::isWide)) {
            int[] places = elements.stream().mapToInt(operands::intPlace).toArray();
            return new Action.Access(space, size, addresses,
                    (block, lanes, count) -> storeWords(block, lanes, count, space, addresses, size, places));
        }
        Operands.Source[] sources = elements.stream()
                .map(element -> operands.source(element, operands.isWide(element) ? Type.B64
                        : type))
                .toArray(Operands.Source[]::new);
        return new Action.Access(space, size, addresses, (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long address = addresses.get(block, lane);
                Region region = space.region(block, address, lane);
                long offset = space.offset(address);
                region.locate(offset, size, lane, "writes");
                for (int e = 0; e < sources.length; e++) {
                    long bits = sources[e].get(block, lane);
                    storeNumber(region, offset + (long) e * type.bytes(), type, bits, block.stamp(lane));
                }
            }
        });
    }

    private static void storeWords(Block block, int[] lanes, int count, Space space, Operands.Source addresses, int size,
            int[] places) {
        for (int i = 0; i < count; i++) {
            int lane = lanes[i];
            long address = addresses.get(block, lane);
            Region region = space.region(block, address, lane);
            int word = region.locate(space.offset(address), size, lane, "writes");
            long stamp = block.stamp(lane);
            for (int e = 0; e < places.length; e++) {
                region.store(word + e, block.ints(places[e])[lane], stamp);
            }
        }
    }

    private static void storeNumber(Region region, long offset, Type type, long bits, long stamp) {
        int word = (int) (offset >>> 2);
        if (type.isWide()) {
            region.store(word, (int) bits, stamp);
            region.store(word + 1, (int) (bits >>> 32), stamp);
        } else if (type.bytes() == 4) {
            region.store(word, (int) bits, stamp);
        } else {
            region.storePart(offset, type.bytes(), (int) bits, stamp);
        }
    }
}
