package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.study.JobResult.ScanResult;
import gyrus.engine.random.RandomStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/studies/recompute.py} repeats a study's figures by numpy and scipy, and notices where one is wrong. */
@Tag("slow")
final class RecomputedStudyTest {

    private static final Path SCRIPT = Path.of("../docs/studies/recompute.py");

    @TempDir
    private Path folder;

    /** A study with ties in epochs and in Dice, with two scans of each patient, and a network that marked nothing. */
    private Path study(Map<String, List<String>> factors) throws IOException {
        StudyConfig study = new StudyConfig(Config.of(Preset.QUICK, Config.PHANTOM, 1), List.of(4, 1), 2,
                List.of("a", "b", "c", "d", "e", "f", "g"), factors).comparing(StudyConfig.MEASURES, 0.01);
        Map<String, JobResult> results = new LinkedHashMap<>();
        for (Job job : study.jobs()) {
            RandomStream random = RandomStream.of(5, job.key(), 0);
            double dice = 0.9 + Math.rint(random.normal(0) * 8 + (job.pretrained() ? 10 : 0)) / 1000;
            boolean empty = job.fold() == 2 && job.scans() == 1 && job.seed() == 1 && !job.pretrained();
            List<ScanResult> tests =
                    IntStream.range(0, 2).mapToObj(scan -> test("scan " + scan, dice - 0.01 * scan, empty)).toList();
            List<Double> validation =
                    DoubleStream.iterate(0.3, value -> value + (1 - value) * (0.3 + 0.1 * Math.abs(random.normal(1))))
                            .limit(12).boxed().toList();
            results.put(job.key(), new JobResult(job.key(), "", "", tests, 12, validation));
        }
        Path file = folder.resolve("study.json");
        StudyJson.write(study, Analysis.of(study, results), results, file);
        return file;
    }

    private static ScanResult test(String scan, double dice, boolean empty) {
        Map<TestMeasure, Double> measures = new EnumMap<>(Map.of(TestMeasure.ACURCY, 0.99, TestMeasure.DICE, empty ? 0 : dice,
                TestMeasure.VOLSMTY, 0.9, TestMeasure.NSD1, empty ? 0 : dice - 0.2));
        if (!empty) {
            measures.put(TestMeasure.HD95, 100 * (1 - dice));
        }
        return new ScanResult(scan, measures);
    }

    private record Output(int exit, String text) {}

    private static Output run(String python, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException | InterruptedException absent) {
            return new Output(127, absent.getMessage());
        }
    }

    private static String python() throws IOException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (run(python, "-c", "import numpy, scipy").exit() == 0) {
                return python;
            }
        }
        assumeTrue(false, "no python3 with numpy and scipy is installed, so the script is not run");
        return "";
    }

    @Test
    void everyFigureIsRecomputed() throws IOException {
        Output plain = run(python(), SCRIPT, study(Map.of()));
        assertTrue(plain.exit() == 0 && plain.text().matches("all [2-9]\\d\\d figures are recomputed\\n"), plain.text());
        Output factors = run(python(), SCRIPT, study(Map.of("noise", List.of("uniform", "gimp"))));
        assertTrue(factors.exit() == 0 && factors.text().matches("all \\d{3,4} figures are recomputed\\n"), factors.text());
    }

    /** One network's Dice, one centre, one end of an interval and one corrected p are changed in turn. */
    @Test
    void aFigureThatIsWrongIsNamed() throws IOException {
        Path file = study(Map.of());
        JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
        JsonNode first = json.get("analysis").get("comparisons").get(0).get("gains").get("DICE").get("difference");
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("DICE, 4 scans pre-trained: centre", "\"centre\" : " + first.get("centre"));
        changes.put("DICE, 4 scans pre-trained: low end", "\"low\" : " + first.get("interval").get("low"));
        changes.put("corrected p", "\"shown\" : " + json.get("tests").get(0).get("shown"));
        changes.put("DICE, 4 scans pre-trained: the arm",
                "\"DICE\" : " + json.get("results").get(0).get("tests").get(0).get("measures")
                        .get("DICE"));
        for (Map.Entry<String, String> change : changes.entrySet()) {
            String text = Files.readString(file);
            String key = change.getValue().substring(0, change.getValue().indexOf(':') + 1);
            Path altered = folder.resolve("altered.json");
            Files.writeString(altered, text.replaceFirst(Pattern.quote(change.getValue()), key + " 0.125"));
            Output output = run(python(), SCRIPT, altered);
            assertEquals(1, output.exit(), change.toString());
            assertTrue(output.text().contains(change.getKey() + ": ") && output.text().contains("figures differ"), output.text());
        }
    }
}
