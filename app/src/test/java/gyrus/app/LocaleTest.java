package gyrus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.SmallScans;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program computes and says the same in every language of the environment. */
final class LocaleTest {

    private static final List<String> RESULTS = List.of("config.json", "last.safetensors", "best.safetensors");

    /** Digits of other scripts, and the i without and with a dot of Turkish. */
    private static final Pattern OTHER_LETTERS = Pattern.compile("[\\p{Nd}&&[^0-9]]|[\u0131\u0130]");

    @TempDir
    private Path folder;

    @BeforeEach
    void drawPictures() throws IOException {
        for (String kind : List.of("images", "masks")) {
            Files.createDirectory(folder.resolve(kind));
            for (int i = 0; i < 4; i++) {
                Volume picture = Volume.zeros(16, 16, 1, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
                for (int pixel = 0; pixel < picture.voxels().length; pixel++) {
                    boolean within = Math.hypot(pixel % 16 - 8 - i, pixel / 16 - 8) < 4;
                    picture.voxels()[pixel] = within ? 255 : kind.equals("masks") ? 0 : 40;
                }
                PngFile.write(folder.resolve(kind).resolve("disc-" + i + ".png"), picture, 255);
            }
        }
    }

    @Test
    void aTrainingLeavesTheSameBytesAndSaysTheSame() throws IOException {
        Map<String, String> expected = in(Locale.ROOT, this::train);
        for (String language : List.of("fa-IR-u-nu-arabext", "tr-TR")) {
            assertEquals(expected, in(Locale.forLanguageTag(language), this::train), language);
        }
    }

    @Test
    void theNamesOfPhantomsFromWhichTheirSeedsFollowHaveArabicDigits() throws IOException {
        assertEquals("phantom-01", in(Locale.forLanguageTag("fa-IR-u-nu-arabext"),
                () -> Cohort.phantoms(1, 1).subjects().getFirst().id()));
    }

    @Test
    @Tag("slow") // eight Java processes
    void experimentAndStudyLeaveTheSameBytesUnderEveryLocale() throws Exception {
        SmallScans.write(folder.resolve("scans"), 3);
        Map<String, Map<String, String>> left = new LinkedHashMap<>();
        for (String locale : List.of("", "fa-IR", "tr-TR", "de-DE")) {
            left.put(locale, new TreeMap<>());
            for (List<String> command : List.of(List.of("experiment", "--set", "large=2", "--set", "small=1"),
                    List.of("study", "--seeds", "1", "--folds", "1", "--scans", "1"))) {
                Path out = folder.resolve(locale + command.getFirst());
                List<Object> arguments = new ArrayList<>(command);
                arguments.addAll(List.of("--data", folder.resolve("scans"), "--out", out, "--device", "cpu:1"));
                for (String setting : List.of("size=16", "shrink=2", "sliceStep=2", "width=1", "batch=2", "denoiseEpochs=1",
                        "epochs=1", "noise=uniform")) {
                    arguments.addAll(List.of("--set", setting));
                }
                String[] parts = (locale + "-").split("-", -1);
                List<String> options = List.of("-XX:TieredStopAtLevel=1", // they are short
                        "-Duser.language=" + parts[0], "-Duser.country=" + parts[1]);
                try (GyrusProcess process = GyrusProcess.start(options, arguments.toArray())) {
                    CommandRun run = process.await();
                    assertEquals(0, run.exit(), run.err());
                    assertFalse(OTHER_LETTERS.matcher(run.err()).find(), run.err());
                }
                addFiles(out, command.getFirst() + "/", left.get(locale));
            }
        }
        Map<String, String> expected = left.get("");
        assertTrue(expected.keySet().stream().anyMatch(name -> name.endsWith("study.html")), expected.keySet().toString());
        left.forEach((locale, files) -> assertEquals(expected, files, locale));
    }

    /** Adds the checksums of a run's files by their names; of what holds times, which differ, those of the rest. */
    private static void addFiles(Path run, String place, Map<String, String> files) throws IOException {
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString().replaceFirst("tfevents.*", "tfevents");
                byte[] bytes = Files.readAllBytes(file);
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (name.endsWith(".csv")) {
                    bytes = text.replaceAll("(?m),[^,]*$", "").getBytes(StandardCharsets.UTF_8); // without the seconds
                } else if (name.endsWith(".html") || name.matches("summary.json|env.json")) {
                    assertFalse(OTHER_LETTERS.matcher(text).find(), name);
                    bytes = new byte[0];
                } else if (name.endsWith("tfevents") || name.endsWith("lock")) {
                    bytes = new byte[0];
                }
                files.put(place + name, Integer.toHexString(Arrays.hashCode(bytes)));
            }
        }
    }

    private Map<String, String> train() throws IOException {
        Path out = Files.createTempDirectory(folder, "run").resolve("out");
        CommandRun run = CommandRun.of("train", "--images", folder.resolve("images"), "--masks", folder.resolve("masks"),
                "--device", "cpu:1", "--width", "1", "--epochs", "1", "--out", out);
        Map<String, String> results = new LinkedHashMap<>();
        results.put("log.csv", Files.readString(out.resolve("log.csv")).replaceAll("(?m),[^,]*$", "")); // without the seconds
        results.put("code", Integer.toString(run.exit()));
        results.put("out", run.out().replace(out.toString(), "out"));
        results.put("err", run.err().replace(out.toString(), "out").replaceAll("(?m)^.* ETA .*$", ""));
        for (String file : RESULTS) {
            results.put(file, Integer.toHexString(Arrays.hashCode(Files.readAllBytes(out.resolve(file)))));
        }
        return results;
    }

    private interface Run<T> {
        T result() throws IOException;
    }

    private static <T> T in(Locale locale, Run<T> run) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(locale);
        try {
            return run.result();
        } finally {
            Locale.setDefault(before);
        }
    }
}
