package gyrus.bench.pages;

import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.problem.ProblemKeys;
import gyrus.kernels.problem.ProblemKeys.Description;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of the keys by which problems of ops are written: values and defaults come from the reader of problems. */
final class ProblemKeysPage {

    private ProblemKeysPage() {}

    static String text() {
        return """
                # Keys of problems

                This page is generated from the program. `gyrus bench --problem` takes a problem of an op as `KEY=VALUE`, with
                commas between several keys; the name of the op may stand in front. Without a name, the problem is one of every
                selected op that has all of the keys. A wrong or missing key is answered by the keys of the op. The guide
                [Measure a layer of your own](../how-to/measure-a-layer.md) shows their use.

                Extents are written outermost first. A pitch is the number of elements from one row of the innermost extent to
                the next. `accumulate=true` adds the result to the previous values. The keys `pad` and `padw` keep the height
                and the width of an image at stride 1 and odd filters.
                """ + tables();
    }

    /** Returns a table for each set of keys, below the names of the ops that have them. */
    private static String tables() {
        Map<List<Description>, List<String>> opsByKeys = new LinkedHashMap<>();
        for (Op<?> op : Catalog.ops()) {
            opsByKeys.computeIfAbsent(ProblemKeys.of(op).descriptions(), keys -> new ArrayList<>()).add("`" + op.name() + "`");
        }
        StringBuilder text = new StringBuilder();
        opsByKeys.forEach((keys, ops) -> {
            Table table = new Table("key", "value", "default");
            keys.forEach(key -> table.row("`" + key.name() + "`", key.allowed(), key.otherwise().orElse("required")));
            text.append("\n## ").append(String.join(", ", ops)).append("\n\n").append(table);
        });
        return text.toString();
    }
}
