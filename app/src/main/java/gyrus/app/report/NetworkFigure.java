package gyrus.app.report;

import gyrus.app.report.architecture.Architecture;
import gyrus.app.report.architecture.ArchitectureDrawing;
import gyrus.app.report.markup.Element;
import java.util.Locale;

/** The paper's Fig. 3, drawn from the model that was trained. */
final class NetworkFigure {

    private NetworkFigure() {}

    static Element of(Architecture network) {
        Element legend = Element.of("p").with("class", "legend").add(
                key("carried", "block input, carried on"), key("computed", "conv 2"),
                key("transposed", "transposed convolution"), key("skipped", "skip: what is taken, how many channels"));
        String caption = String.format(Locale.ROOT, "%s, %,d parameters, read off the trained model (the paper's Fig. 3). "
                + "Each card: side of the feature maps in pixels, channels in and out of each convolution, channels of the output; "
                + "the strip shows what the output is made of. T is the transposed convolution.",
                network.name(), network.parameters());
        return Element.of("div").add(legend,
                Figure.of(Figure.scrolling("The network", ArchitectureDrawing.draw(network)), caption));
    }

    private static Element key(String part, String text) {
        return Figure.key("sample", Element.of("rect").with("class", part).with("width", 30).with("height", 10), text);
    }
}
