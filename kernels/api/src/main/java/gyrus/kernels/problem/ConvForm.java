package gyrus.kernels.problem;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import java.util.List;
import java.util.Map;

/**
 * Convolutions: images of {@code h x w} pixels, and a filter of {@code k x kw} taps. The output's size follows. The default padding
 * keeps the size of images at stride 1 and odd filters.
 */
final class ConvForm implements Form<ConvSpec> {

    @Override
    public List<Key> keys() {
        return List.of(
                Key.whole("n").or("1"), Key.whole("h"), Key.whole("w").orValueOf("h"), Key.whole("in"), Key.whole("out"),
                Key.whole("k"), Key.whole("kw").orValueOf("k"), Key.whole("stride").or("1"), Key.whole("dilation").or("1"),
                Key.whole("pad", 0, Integer.MAX_VALUE).or("keeps the height", values -> same(values, "k")),
                Key.whole("padw", 0, Integer.MAX_VALUE)
                        .or("as pad if kw is k, else keeps the width",
                                values -> values.whole("kw") == values.whole("k") ? values.text("pad") : same(values, "kw")),
                Key.whole("in-pitch").orValueOf("in"), Key.whole("out-pitch").orValueOf("out"),
                Key.choice("epilogue", (Object[]) Epilogue.values()).or("none"), Key.flag("accumulate"));
    }

    /** Returns the padding that keeps an image's size under an odd filter of stride 1. */
    private static String same(Values values, String taps) {
        return Long.toString((long) values.whole("dilation") * (values.whole(taps) - 1) / 2);
    }

    @Override
    public ConvSpec problem(Values values) {
        Filter filter = new Filter(values.whole("k"), values.whole("kw"), values.whole("stride"), values.whole("pad"),
                values.whole("padw"), values.whole("dilation"));
        Image input = new Image(values.whole("n"), values.whole("h"), values.whole("w"), values.whole("in"),
                values.whole("in-pitch"));
        Image output = new Image(input.n(), filter.outputRows(input.h()), filter.outputColumns(input.w()), values.whole("out"),
                values.whole("out-pitch"));
        return new ConvSpec(input, output, filter, (Epilogue) values.choice("epilogue", Epilogue.class), values.flag("accumulate"));
    }

    @Override
    public Map<String, Object> values(ConvSpec problem) {
        Image input = problem.input();
        Filter filter = problem.filter();
        return Map.ofEntries(
                Map.entry("n", input.n()), Map.entry("h", input.h()), Map.entry("w", input.w()), Map.entry("in", input.c()),
                Map.entry("out", problem.output().c()), Map.entry("k", filter.rows()), Map.entry("kw", filter.columns()),
                Map.entry("stride", filter.stride()), Map.entry("dilation", filter.dilation()),
                Map.entry("pad", filter.padRows()), Map.entry("padw", filter.padColumns()), Map.entry("in-pitch", input.pitch()),
                Map.entry("out-pitch", problem.output().pitch()), Map.entry("epilogue", problem.epilogue()),
                Map.entry("accumulate", problem.accumulate()));
    }
}
