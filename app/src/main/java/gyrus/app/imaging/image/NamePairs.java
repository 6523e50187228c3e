package gyrus.app.imaging.image;

import gyrus.app.failure.UserError;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Images and masks paired by their names: {@code p10.png} and {@code mask_10.png} where the others are {@code p1.png} and
 * {@code mask_01.png}. What all images have in common at the beginning and the end of their names does not count, nor what all
 * masks have in common; numbers are compared as numbers, and {@code scan} and {@code scan_2} pair with {@code scan_mask} and
 * {@code scan_2_mask}. Names pair where each image then has exactly one mask.
 */
public final class NamePairs {

    private static final int NAMED = 8;
    private static final Pattern SEPARATORS = Pattern.compile("^[^\\p{L}\\p{M}\\p{N}]+|[^\\p{L}\\p{M}\\p{N}]+$");
    private static final Pattern NUMBERS = Pattern.compile("\\p{Nd}+");

    /**
     * A file to pair.
     *
     * @param name the path below the folder that was asked for, or the file's own name
     */
    public record Named(Path file, String name) {

        /** Returns a file that was named itself. */
        public static Named alone(Path file) {
            return new Named(file, file.getFileName().toString());
        }

        /** Returns a file that was found in a folder. */
        public static Named in(Path folder, Path file) {
            return new Named(file, folder.relativize(file).toString());
        }

        private String stem() {
            int place = name.length() - file.getFileName().toString().length();
            return Normalizer.normalize(name.substring(0, place) + ImageFile.stem(file), Normalizer.Form.NFC);
        }
    }

    private record Pairing(Map<Integer, Integer> maskOf, boolean complete) {}

    private final List<Named> images;
    private final List<Named> masks;

    /** @param masks as many as images */
    public NamePairs(List<Named> images, List<Named> masks) {
        this.images = images;
        this.masks = masks;
    }

    /**
     * Returns the mask of each image.
     *
     * @throws UserError if the names do not tell
     */
    public List<Path> byName() {
        Pairing pairing = pairing();
        if (!pairing.complete()) {
            String without = names(IntStream.range(0, images.size()).filter(i -> !pairing.maskOf().containsKey(i)), images);
            String unused = names(IntStream.range(0, masks.size()).filter(i -> !pairing.maskOf().containsValue(i)), masks);
            throw new UserError("images and masks cannot be paired by their names: " + (pairing.maskOf().isEmpty()
                    ? "" : pairs(pairing.maskOf()) + "; ") + "no mask for " + without + ", no image for " + unused
                    + "; name each image and its mask alike, or list the files of both in one order");
        }
        return IntStream.range(0, images.size()).mapToObj(i -> masks.get(pairing.maskOf().get(i)).file()).toList();
    }

    /**
     * Checks the pairs of files that were listed in one order.
     *
     * @return for people, which pairs have names that contradict each other, if any
     * @throws UserError if the names tell other pairs than the order
     */
    public Optional<String> contradictions() {
        Pairing pairing = pairing();
        if (pairing.complete()) {
            Map<Integer, Integer> crossed = new HashMap<>(pairing.maskOf());
            crossed.entrySet().removeIf(pair -> pair.getKey().equals(pair.getValue()));
            if (!crossed.isEmpty()) {
                int first = crossed.keySet().stream().min(Comparator.naturalOrder()).orElseThrow();
                throw new UserError("the order of the lists pairs " + images.get(first).name() + " with " + masks.get(first).name()
                        + ", but their names pair " + pairs(crossed) + "; list both in one order, or name two folders");
            }
            return Optional.empty();
        }
        Map<Integer, Integer> odd = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            if (contradict(images.get(i), masks.get(i))) {
                odd.put(i, i);
            }
        }
        return odd.isEmpty() ? Optional.empty()
                : Optional.of("paired in the order of the lists, though the names differ: " + pairs(odd));
    }

    /** Pairs the files by the strictest comparison under which each image has one mask, else by the one that pairs most. */
    private Pairing pairing() {
        List<String> imageStems = images.stream().map(Named::stem).toList();
        List<String> maskStems = masks.stream().map(Named::stem).toList();
        List<String> imageCores = withoutCommonEnds(imageStems);
        List<String> maskCores = withoutCommonEnds(maskStems);
        Pairing best = new Pairing(Map.of(), false);
        for (UnaryOperator<String> form : List.<UnaryOperator<String>>of(UnaryOperator.identity(), NamePairs::loose)) {
            for (boolean whole : new boolean[] {true, false}) {
                Pairing pairing = matched(
                        (whole ? imageStems : imageCores).stream().map(form).toList(),
                        (whole ? maskStems : maskCores).stream().map(form).toList());
                if (pairing.complete()) {
                    return pairing;
                }
                best = pairing.maskOf().size() > best.maskOf().size() ? pairing : best;
            }
        }
        return best;
    }

    private Pairing matched(List<String> imageKeys, List<String> maskKeys) {
        Map<Integer, Integer> maskOf = new HashMap<>();
        for (int i = 0; i < imageKeys.size(); i++) {
            String key = imageKeys.get(i);
            int mask = maskKeys.indexOf(key);
            boolean alone = imageKeys.indexOf(key) == imageKeys.lastIndexOf(key) && mask == maskKeys.lastIndexOf(key);
            if (mask >= 0 && alone && (imageKeys.size() > 1 || !contradict(images.get(i), masks.get(mask)))) {
                maskOf.put(i, mask);
            }
        }
        return new Pairing(maskOf, maskOf.size() == images.size() && images.size() == masks.size());
    }

    /** Returns a name in lower case, its numbers without leading zeros, and without separators at its ends. */
    private static String loose(String name) {
        return NUMBERS.matcher(SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(""))
                .replaceAll(number -> number.group().replaceFirst("^0+(?=.)", ""));
    }

    /** Returns names without what all have in common at their beginnings and ends. */
    private static List<String> withoutCommonEnds(List<String> names) {
        return mirrored(withoutCommonBeginning(mirrored(withoutCommonBeginning(names))));
    }

    /** Returns names without what all begin with; a number is kept whole. */
    private static List<String> withoutCommonBeginning(List<String> names) {
        int shortest = names.stream().mapToInt(String::length).min().orElse(0);
        int common = 0;
        while (common < shortest && sameAt(names, common)) {
            common++;
        }
        int end = common;
        if (names.stream().anyMatch(name -> name.length() > end && Character.isDigit(name.charAt(end)))) {
            while (common > 0 && Character.isDigit(names.getFirst().charAt(common - 1))) {
                common--;
            }
        }
        int begin = common;
        return names.stream().map(name -> name.substring(begin)).toList();
    }

    private static boolean sameAt(List<String> names, int index) {
        return names.stream().allMatch(name -> name.charAt(index) == names.getFirst().charAt(index));
    }

    private static List<String> mirrored(List<String> names) {
        return names.stream().map(name -> new StringBuilder(name).reverse().toString()).toList();
    }

    /** Returns whether the numbers of one name do not all occur in the other, in either direction. */
    private static boolean contradict(Named image, Named mask) {
        List<String> ofImage = numbers(image);
        List<String> ofMask = numbers(mask);
        return !within(ofImage, ofMask) && !within(ofMask, ofImage);
    }

    private static List<String> numbers(Named file) {
        return NUMBERS.matcher(loose(file.stem())).results().map(number -> number.group()).toList();
    }

    private static boolean within(List<String> few, List<String> many) {
        int found = 0;
        for (String number : many) {
            if (found < few.size() && few.get(found).equals(number)) {
                found++;
            }
        }
        return found == few.size();
    }

    private String pairs(Map<Integer, Integer> maskOf) {
        String some = maskOf.entrySet().stream().sorted(Map.Entry.comparingByKey()).limit(NAMED)
                .map(pair -> images.get(pair.getKey()).name() + " with " + masks.get(pair.getValue()).name())
                .collect(Collectors.joining(", "));
        return maskOf.size() > NAMED ? some + " and " + (maskOf.size() - NAMED) + " more" : some;
    }

    private static String names(IntStream indices, List<Named> files) {
        List<String> names = new ArrayList<>(indices.mapToObj(i -> files.get(i).name()).toList());
        String some = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? some + " and " + (names.size() - NAMED) + " more" : some;
    }
}
