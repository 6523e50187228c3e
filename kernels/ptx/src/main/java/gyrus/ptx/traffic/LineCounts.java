package gyrus.ptx.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sum of the counts of all instructions that were compiled from one source line. */
public record LineCounts(String source, Traffic.Count count) {

    private static final Pattern LINE = Pattern.compile("(\\S+):(\\d+).*");

    /**
     * Returns the counts of a kernel's lines, by file and line; PTX without source lines counts as one line of each instruction.
     */
    public static List<LineCounts> of(Traffic traffic, String kernel) {
        Map<String, LineCounts> sums = new TreeMap<>();
        for (Traffic.Row row : traffic.instructions(kernel)) {
            Matcher line = LINE.matcher(row.statement().source());
            boolean hasLine = line.matches();
            String source = hasLine ? line.group(1) + ":" + line.group(2) : "PTX:" + row.statement().line() + " "
                    + row.statement().opcode();
            String key = (hasLine ? line.group(1) : "") + String.format(Locale.ROOT, ":%09d",
                    hasLine ? Integer.parseInt(line.group(2)) : row.statement().line());
            sums.merge(key, new LineCounts(source, row.count()), (a, b) -> new LineCounts(a.source, a.count.plus(b.count)));
        }
        return new ArrayList<>(sums.values());
    }
}
