package gyrus.app.imaging.image;

import gyrus.app.failure.UserError;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The colours of a picture that is meant as a mask. */
final class Colours {

    private static final int BLACK = 0;
    private static final int NAMED = 6; // colours that a message lists
    private static final Map<Integer, String> NAMES = Map.of(BLACK, "black", 0xFFFFFF, "white", 0xFF0000, "red", 0x00FF00, "green",
            0x0000FF, "blue", 0xFFFF00, "yellow", 0xFF00FF, "magenta", 0x00FFFF, "cyan");

    private Colours() {}

    /** Refuses a coloured picture that is more than black and one other colour; what is transparent is black. */
    static void requireTwo(Path file, BufferedImage image) {
        Map<Integer, Integer> pixels = new HashMap<>(); // of each colour
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = 0; column < image.getWidth(); column++) {
                pixels.merge(onBlack(image.getRGB(column, row)), 1, Integer::sum);
            }
        }
        boolean coloured = pixels.keySet().stream().anyMatch(colour -> !isGrey(colour));
        if (!coloured || pixels.size() <= (pixels.containsKey(BLACK) ? 2 : 1)) {
            return; // greys are refused by their values
        }
        List<Map.Entry<Integer, Integer>> most = new ArrayList<>(pixels.entrySet());
        most.sort(Map.Entry.<Integer, Integer>comparingByValue().reversed()
                .thenComparing(Map.Entry.comparingByKey()));
        String colours = most.stream().limit(NAMED).map(entry -> name(entry.getKey())).collect(Collectors.joining(", "));
        throw new UserError(file + ": a mask is black and one other colour; this picture has "
                + (most.size() <= NAMED ? colours : most.size() + " colours, " + colours + ", ...")
                + "; --mask-threshold 0 takes all but black; to take one colour alone, save it as white and all others as black");
    }

    /** Returns the red, green and blue that are seen on a black ground. */
    private static int onBlack(int argb) {
        int opacity = argb >>> 24;
        return shaded(argb >> 16 & 0xFF, opacity) << 16 | shaded(argb >> 8 & 0xFF, opacity) << 8 | shaded(argb & 0xFF, opacity);
    }

    private static int shaded(int part, int opacity) {
        return Math.round(part * opacity / 255f);
    }

    private static boolean isGrey(int rgb) {
        return (rgb >> 16) == (rgb >> 8 & 0xFF) && (rgb & 0xFF) == (rgb >> 8 & 0xFF);
    }

    private static String name(int rgb) {
        String code = String.format(Locale.ROOT, "#%06x", rgb);
        return NAMES.containsKey(rgb) ? NAMES.get(rgb) + " (" + code + ")" : code;
    }
}
