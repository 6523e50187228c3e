package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.SmallScans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A study from a file: what the file says holds, unless an option says otherwise. */
final class RepeatedStudyTest {

    private static final String FILE_SAYS = """
            {
              "scans": [3, 2, 1],
              "seeds": 2,
              "patients": ["sub-04", "sub-02"],
              "factors": {"noiseAmount": ["0.1", "0.2"]},
              "question": "Does it help?",
              "chosen": {"arm": "mask", "against": "none"},
              "measures": ["HD95", "DICE"],
              "smallestEffect": 0.5
            }
            """;

    @TempDir
    private Path folder;

    private Path config;

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    @BeforeEach
    void makeTheStudyOfOtherData() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 5);
        Path first = folder.resolve("first");
        List<Object> arguments = new ArrayList<>(List.of("study", "--data", scans, "--out", first, "--jobs", "0", "--scans",
                "3,1", "--folds", "1", "--seeds", "1", "--arm", "noise", "--arm", "mask:corruption=mask",
                "--arm", "none:pretraining=none"));
        for (String setting : List.of("size=16", "shrink=2", "sliceStep=2", "width=1", "denoiseEpochs=1", "epochs=2", "seed=7")) {
            arguments.addAll(List.of("--set", setting));
        }
        CommandRun run = CommandRun.of(arguments.toArray());
        assertEquals(0, run.exit(), run.err());
        ObjectNode study = json(Files.readString(first.resolve("config.json")));
        study.setAll(json(FILE_SAYS));
        config = Files.writeString(folder.resolve("study.json"), study.toString());
        Files.move(scans, folder.resolve("elsewhere"));
    }

    private CommandRun repeated(Path out, String... options) {
        List<Object> arguments = new ArrayList<>(List.of("study", "--config", config, "--data", folder.resolve("elsewhere"),
                "--out", out, "--jobs", "0"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "--device=cpu:1         | {}                                             | {}",
        "--set=epochs=7         | {}                                             | {\"epochs\": 7}",
        "--seed=9               | {}                                             | {\"seed\": 9}",
        "--suffix=FLAIR         | {}                                             | {\"suffix\": \"FLAIR\"}",
        "--scans=2              | {\"scans\": [2]}                               | {\"large\": 2, \"small\": 2}",
        "--seeds=1              | {\"seeds\": 1}                                 | {}",
        "--folds=3              | {\"patients\": [\"sub-01\", \"sub-02\", \"sub-03\"]} | {}",
        "--factor=batch=2,4     | {\"factors\": {\"batch\": [\"2\", \"4\"]}}       | {}",
        "--measures=DICE        | {\"measures\": [\"DICE\"]}                      | {}",
        "--smallest-effect=0.25 | {\"smallestEffect\": 0.25}                      | {}",
    })
    void anOptionChangesItsOwnKeysAndNoOthers(String option, String keys, String keysOfBase) throws IOException {
        ObjectNode expected = json(Files.readString(config));
        expected.setAll(json(keys));
        ObjectNode base = (ObjectNode) expected.get("base");
        base.put("data", folder.resolve("elsewhere").toString());
        base.setAll(json(keysOfBase));
        Path out = folder.resolve("out");
        CommandRun run = repeated(out, option);
        assertEquals(0, run.exit(), run.err());
        assertEquals(expected, json(Files.readString(out.resolve("config.json"))));
    }

    @Test
    void otherArmsKeepTheChosenComparisonWhereBothOfItAreAmongThem() throws IOException {
        Path kept = folder.resolve("kept");
        repeated(kept, "--arm", "other:width=2", "--arm", "none:pretraining=none", "--arm", "mask:corruption=coarse");
        assertEquals(json("{\"arm\": \"mask\", \"against\": \"none\"}"),
                json(Files.readString(kept.resolve("config.json"))).get("chosen"));
        Path changed = folder.resolve("changed");
        CommandRun run = repeated(changed, "--arm", "other:width=2", "--arm", "none:pretraining=none");
        assertTrue(run.err().contains("chosen    other against none, by HD95 with the fewest scans"), run.err());
        assertEquals(json("{\"arm\": \"other\", \"against\": \"none\"}"),
                json(Files.readString(changed.resolve("config.json"))).get("chosen"));
    }

    @Test
    void dataThatTheFileDoesNotFitAreRefusedNamingTheOption() throws IOException {
        Path out = folder.resolve("out");
        assertTrue(repeated(out, "--set", "large=4").misuse().contains("large = 4, small = 1: must be the most and the fewest of"
                + " the scans [3, 2, 1]; --scans sets all three"));
        Files.delete(SmallScans.imageFile(folder.resolve("elsewhere"), "sub-04"));
        Files.delete(SmallScans.maskFile(folder.resolve("elsewhere"), "sub-04"));
        assertTrue(repeated(out).refusal().contains("has no patient sub-04, which the study leaves out; name the data it was made"
                + " for by --data, or leave out others by --folds"));
        assertEquals(0, repeated(out, "--folds", "patient").exit());
    }
}
