package gyrus.bench.problem;

import gyrus.app.failure.UsageError;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One or several problems as they are typed, optionally after the name of the op: {@code conv forward
 * n=4,h=32:256:*2,in=64,out=64,k=3}.
 *
 * @param op the op's name; empty where the text begins with a key
 * @param values the values of each key; several if the key is swept
 */
public record ProblemLine(Optional<String> op, Map<String, List<String>> values) {

    private static final int MOST = 1000;
    private static final Pattern LINE = Pattern.compile("(?:(.*\\S)\\s+)?([^\\s=]+=\\S*)");
    private static final Pattern SWEEP = Pattern.compile("([0-9]{1,18}):([0-9]{1,18}):([*+])([0-9]{1,18})");
    private static final String EXAMPLE = "expected KEY=VALUE, with commas between several, such as n=4,h=200";

    /** Reads a text. A text that is not that of a problem is wrong usage. */
    public static ProblemLine parse(String text) {
        Matcher line = LINE.matcher(text.strip());
        if (!line.matches()) {
            throw new UsageError("'" + text + "': " + EXAMPLE);
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        long problems = 1;
        for (String pair : line.group(2).split(",", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length < 2 || parts[0].isEmpty()) {
                throw new UsageError("'" + pair + "': " + EXAMPLE);
            }
            List<String> swept = swept(parts[0], parts[1]);
            if (values.put(parts[0], swept) != null) {
                throw new UsageError(parts[0] + "=" + parts[1] + ": " + parts[0] + " is given twice; give it once");
            }
            problems *= swept.size();
            if (problems > MOST) {
                throw new UsageError(parts[0] + "=" + parts[1] + ": makes more than " + MOST + " problems; sweep less");
            }
        }
        return new ProblemLine(Optional.ofNullable(line.group(1)), values);
    }

    /** Returns the values of {@code FROM:TO:*FACTOR} or {@code FROM:TO:+STEP}; another value is itself. */
    private static List<String> swept(String key, String value) {
        if (!value.contains(":")) {
            return List.of(value);
        }
        Matcher sweep = SWEEP.matcher(value);
        if (!sweep.matches()) {
            throw new UsageError(key + "=" + value + ": expected a sweep FROM:TO:*FACTOR or FROM:TO:+STEP, such as 32:512:*2");
        }
        BigInteger from = new BigInteger(sweep.group(1));
        BigInteger to = new BigInteger(sweep.group(2));
        BigInteger by = new BigInteger(sweep.group(4));
        boolean multiplies = sweep.group(3).equals("*");
        if (from.signum() == 0 || from.compareTo(to) > 0 || by.compareTo(multiplies ? BigInteger.TWO : BigInteger.ONE) < 0) {
            throw new UsageError(key + "=" + value + ": expected a sweep up from at least 1, by a factor of at least 2 or a step of"
                    + " at least 1");
        }
        List<String> values = new ArrayList<>();
        for (BigInteger each = from; each.compareTo(to) <= 0; each = multiplies ? each.multiply(by) : each.add(by)) {
            values.add(each.toString());
            if (values.size() > MOST) {
                throw new UsageError(key + "=" + value + ": makes more than " + MOST + " problems; sweep less");
            }
        }
        return values;
    }

    /** Returns the values of each problem: every combination where several keys are swept, the last key changing first. */
    public List<Map<String, String>> combinations() {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> key : values.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> shorter : combinations) {
                for (String value : key.getValue()) {
                    Map<String, String> each = new LinkedHashMap<>(shorter);
                    each.put(key.getKey(), value);
                    longer.add(each);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
