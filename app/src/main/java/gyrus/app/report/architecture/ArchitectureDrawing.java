package gyrus.app.report.architecture;

import gyrus.app.report.architecture.Stage.Block;
import gyrus.app.report.architecture.Stage.Bottom;
import gyrus.app.report.architecture.Stage.Down;
import gyrus.app.report.architecture.Stage.Head;
import gyrus.app.report.architecture.Stage.Up;
import gyrus.app.report.markup.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The network drawn as a U: a card per stage, one step lower per pooling; arrows for pooling, transposed convolution and
 * skips.
 *
 * <p>The strip at the foot of a card shows what the stage's output is made of, each part as wide as its share of the channels.
 */
public final class ArchitectureDrawing {

    private static final double CARD_WIDTH = 116;
    private static final double CARD_HEIGHT = 96;
    private static final double ACROSS = 100; // from card to card: less than a card, as neighbours lie on different levels
    private static final double DOWN = 124; // from level to level
    private static final double MARGIN = 12;
    private static final double STRIP_HEIGHT = 8;

    private final Architecture network;
    private final Map<String, Place> places = new HashMap<>();
    private final List<Element> arrows = new ArrayList<>();
    private final List<Element> cards = new ArrayList<>();

    private record Place(double x, double y) {

        double right() {
            return x + CARD_WIDTH;
        }

        double bottom() {
            return y + CARD_HEIGHT;
        }
    }

    private ArchitectureDrawing(Architecture network) {
        this.network = network;
    }

    /** Returns the drawing as an SVG element. */
    public static Element draw(Architecture network) {
        return new ArchitectureDrawing(network).svg();
    }

    private Element svg() {
        double height = 2 * MARGIN + network.depth() * DOWN + CARD_HEIGHT;
        int level = 0;
        Place before = null;
        for (int column = 0; column < network.stages().size(); column++) {
            Stage stage = network.stages().get(column);
            level -= stage instanceof Up ? 1 : 0;
            double x = stage instanceof Head && before != null ? before.right() + 24 : MARGIN + column * ACROSS;
            Place place = new Place(x, MARGIN + level * DOWN);
            places.put(stage.name(), place);
            if (before != null) {
                arrows.add(arrow(stage, before, place));
            }
            cards.add(card(stage, place));
            level += stage instanceof Down ? 1 : 0;
            before = place;
        }
        double width = places.values().stream().mapToDouble(Place::right).max().orElse(0) + MARGIN;
        return Element.of("svg").with("viewBox", "0 0 " + Element.number(width) + " " + Element.number(height))
                .with("class", "network").with("role", "img").with("aria-label", "The layers of " + network.name())
                .add(arrowhead()).add(arrows).add(cards);
    }

    private static Element arrowhead() {
        return Element.of("defs").add(Element.of("marker").with("id", "arrowhead").with("viewBox", "0 0 8 8")
                .with("refX", 7).with("refY", 4).with("markerWidth", 7).with("markerHeight", 7).with("orient", "auto")
                .add(Element.of("path").with("d", "M0 0L8 4L0 8Z")));
    }

    private Element arrow(Stage stage, Place from, Place to) {
        return switch (stage) {
            case Up up -> {
                Element both = Element.of("g").add(rising(from, to, "T " + up.transposed()));
                Place skip = places.get(up.skipFrom());
                yield skip == null ? both : both.add(skip(skip, to, up));
            }
            case Head _ -> level("flow", from, to);
            case Down _, Bottom _ -> from.y() == to.y() ? level("flow", from, to) : falling(from, to);
        };
    }

    /** Returns an arrow from the lower edge of a card down to the side of the next card. */
    private static Element falling(Place from, Place to) {
        double x = from.x() + CARD_WIDTH / 2;
        double y = to.y() + CARD_HEIGHT / 2;
        return Element.of("g").with("class", "flow").add(
                path("M" + at(x, from.bottom()) + "V" + Element.number(y) + "H" + Element.number(to.x() - 2)),
                label("max pool", x - 6, from.bottom() + 18, "end"));
    }

    /** Returns an arrow from the side of a card up to the lower edge of the next card. */
    private static Element rising(Place from, Place to, String text) {
        double x = to.x() + CARD_WIDTH / 2;
        double y = from.y() + CARD_HEIGHT / 2;
        return Element.of("g").with("class", "flow").add(
                path("M" + at(from.right(), y) + "H" + Element.number(x) + "V" + Element.number(to.bottom() + 2)),
                label(text, x + 6, to.bottom() + 18, "start"));
    }

    private static Element skip(Place from, Place to, Up up) {
        double y = from.y() + CARD_HEIGHT / 2;
        return Element.of("g").with("class", "skip").add(
                path("M" + at(from.right(), y) + "H" + Element.number(to.x() - 2)),
                label(up.skipPart(), (from.right() + to.x()) / 2, y - 7, "middle"),
                label(Integer.toString(up.skipChannels()), (from.right() + to.x()) / 2, y + 15, "middle"));
    }

    private static Element level(String kind, Place from, Place to) {
        double y = from.y() + CARD_HEIGHT / 2;
        return Element.of("g").with("class", kind).add(path("M" + at(from.right(), y) + "H" + Element.number(to.x() - 2)));
    }

    private static Element card(Stage stage, Place place) {
        Element card = Element.of("g").with("class", "card").add(
                Element.of("rect").with("class", "frame").with("x", place.x()).with("y", place.y()).with("rx", 5)
                        .with("width", CARD_WIDTH).with("height", CARD_HEIGHT),
                label(stage.name(), place.x() + 9, place.y() + 18, "start").with("class", "name"),
                label(stage.size() + "²", place.right() - 9, place.y() + 18, "end").with("class", "size"));
        List<String> rows = switch (stage) {
            case Down down -> rows(down.block());
            case Bottom bottom -> rows(bottom.block());
            case Up up -> rows(up.block());
            case Head head -> List.of("1×1 " + head.convolution(), head.activation());
        };
        for (int row = 0; row < rows.size(); row++) {
            card.add(label(rows.get(row), place.x() + 9, place.y() + 38 + 16 * row, "start"));
        }
        return switch (stage) {
            case Down down -> card.add(strip(place, down.block(), List.of()));
            case Bottom bottom -> card.add(strip(place, bottom.block(), List.of()));
            case Up up -> card.add(strip(place, up.block(), List.of(
                    new Part("transposed", up.transposed().out()), new Part("skipped", up.skipChannels()))));
            case Head _ -> card;
        };
    }

    private static List<String> rows(Block block) {
        return List.of("conv 1 " + block.first(), "conv 2 " + block.second(), "output " + block.output());
    }

    private record Part(String kind, int channels) {}

    private static Element strip(Place place, Block block, List<Part> joined) {
        List<Part> parts = new ArrayList<>(joined.isEmpty() ? List.of(new Part("carried", block.input())) : joined);
        parts.add(new Part("computed", block.second().out()));
        double all = parts.stream().mapToInt(Part::channels).sum();
        Element strip = Element.of("g").with("class", "strip");
        double x = place.x() + 9;
        for (Part part : parts) {
            double width = (CARD_WIDTH - 18) * part.channels() / all;
            strip.add(Element.of("rect").with("class", part.kind()).with("x", x).with("y", place.bottom() - 8 - STRIP_HEIGHT)
                    .with("width", width).with("height", STRIP_HEIGHT));
            x += width;
        }
        return strip;
    }

    private static Element path(String data) {
        return Element.of("path").with("d", data).with("marker-end", "url(#arrowhead)");
    }

    private static String at(double x, double y) {
        return Element.number(x) + " " + Element.number(y);
    }

    private static Element label(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }
}
