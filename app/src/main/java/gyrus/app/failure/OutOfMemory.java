package gyrus.app.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** The advice given when memory runs out: images and files lie in Java's heap, tensors outside of it. */
final class OutOfMemory {

    private static final long GIBIBYTE = 1L << 30;
    private static final Pattern BYTES = Pattern.compile("\\d{4,}");

    private OutOfMemory() {}

    /** Returns which memory is full. */
    static String what(OutOfMemoryError error) {
        return switch (kind(error)) {
            case HEAP -> String.format(Locale.ROOT, "out of memory: Java's heap of %,d MiB is full",
                    Runtime.getRuntime().maxMemory() >> 20);
            case ARRAY -> "out of memory: an image has more voxels than one array of Java holds (2,147,483,647)";
            case THREADS -> "out of memory: the system allows no more threads";
            case TENSORS -> "out of memory: the machine cannot give " + bytes(error) + "for tensors";
        };
    }

    /** Returns which memory is full, and what helps in this command. */
    static String advice(OutOfMemoryError error, CommandSpec command) {
        List<String> smaller = new ArrayList<>();
        if (command.findOption("--jobs") != null) {
            smaller.add("fewer networks at a time (--jobs)");
        }
        if (command.findOption("--set") != null) {
            smaller.add("a smaller batch or width (--set batch=N, --set width=N)");
        } else if (command.findOption("--batch") != null) {
            smaller.add("a smaller --batch or --width");
        }
        String choice = smaller.isEmpty() ? "" : "choose " + String.join(" or ", smaller);
        return what(error) + switch (kind(error)) {
            case HEAP -> "; give it more, for example by GYRUS_JAVA_OPTIONS=-Xmx" + doubled() + "g";
            case ARRAY -> "; crop it or make it coarser";
            case THREADS -> "; close other programs, or raise the limit of ulimit -u";
            case TENSORS -> choice.isEmpty() ? "; close other programs, or use a machine with more memory" : "; " + choice;
        };
    }

    private enum Kind { HEAP, ARRAY, THREADS, TENSORS }

    private static Kind kind(OutOfMemoryError error) {
        String message = String.valueOf(error.getMessage());
        if (message.contains("array size")) {
            return Kind.ARRAY;
        }
        if (message.contains("thread")) {
            return Kind.THREADS;
        }
        return message.startsWith("Unable to allocate") ? Kind.TENSORS : Kind.HEAP;
    }

    private static String bytes(OutOfMemoryError error) {
        Matcher number = BYTES.matcher(String.valueOf(error.getMessage()));
        return number.find() ? String.format(Locale.ROOT, "%,.0f MiB ", Double.parseDouble(number.group()) / (1 << 20)) : "memory ";
    }

    /** Returns twice the heap in whole GiB. */
    private static long doubled() {
        return Math.ceilDiv(2 * Runtime.getRuntime().maxMemory(), GIBIBYTE);
    }
}
