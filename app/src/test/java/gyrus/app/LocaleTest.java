package gyrus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.experiment.Cohort;
import gyrus.app.image.PngFile;
import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program computes and says the same in every language of the environment. */
final class LocaleTest {

    private static final List<String> RESULTS = List.of("config.json", "last.safetensors", "best.safetensors");

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
                () -> Cohort.phantoms(1, 1).heads().getFirst().id()));
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
