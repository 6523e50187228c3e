package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.failure.UserError;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.RunDirectory;
import gyrus.app.run.RunIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An experiment goes on only with the configuration and the data it began with; anything else is refused by name. */
final class ResumedRunTest {

    private static final String TABLE = "participant_id\tpatient\trole\nsub-01\tA\ttrain4\nsub-02\tB\ttrain8\nsub-03\tC\ttest\n";

    @TempDir
    private Path folder;

    private Path scans;
    private Path run;

    /** A run that was stopped before its first training. */
    @BeforeEach
    void beginARun() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 3, "A train4", "B train8", "C test");
        run = folder.resolve("run");
        Config config = ConfigFile.with(Config.of(Preset.QUICK, scans.toString(), 1), Config.class, List.of("size=16", "shrink=2",
                "large=2", "small=1", "width=1", "denoiseEpochs=1", "epochs=1"));
        RunDirectory.create(run, config, config.identity(config.cohort())).close();
    }

    private String refusal() {
        return CommandRun.of("experiment", "--resume", "--out", run).refusal();
    }

    @Test
    void theRunNamesItsScansWithTheirChecksumsPatientsAndRoles() throws IOException, NoSuchAlgorithmException {
        JsonNode identity = JsonMapper.shared().readTree(Files.readString(run.resolve("identity.json")));
        assertEquals(3, identity.get("scans").size());
        JsonNode second = identity.get("scans").get(1);
        assertEquals("sub-02 B train8", second.get("id").asString() + " " + second.get("patient").asString() + " "
                + second.get("role").asString());
        assertEquals(sha256(SmallScans.imageFile(scans, "sub-02")), second.get("image").asString());
        assertEquals(sha256(SmallScans.maskFile(scans, "sub-02")), second.get("mask").asString());
        assertEquals("1e-3", identity.get("configuration").get("rate").asString().replace("0.001", "1e-3"));
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void aScanThatWasAddedOrIsGoneIsNamed() throws IOException {
        SmallScans.write(scans, 4);
        Files.writeString(scans.resolve("participants.tsv"), TABLE + "sub-04\tC\ttrain8\n");
        assertEquals("gyrus: " + run + ": the data were changed since the run began: scan sub-04 was added; put that back, or begin"
                + " a new run by --config " + run.resolve("config.json") + "\n", refusal());
        Files.delete(SmallScans.imageFile(scans, "sub-04"));
        Files.delete(SmallScans.imageFile(scans, "sub-02"));
        assertTrue(refusal().contains("scan sub-02 is gone"));
    }

    @Test
    void aByteThatWasChangedIsNamedWithItsImageOrMask() throws IOException {
        Path image = SmallScans.imageFile(scans, "sub-03");
        Path mask = SmallScans.maskFile(scans, "sub-01");
        for (Path file : List.of(image, mask)) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[4] ^= 1; // in the gzip header: the time the file was packed, which changes no voxel
            Files.write(file, bytes);
        }
        String refusal = refusal();
        assertTrue(refusal.matches("(?s).*the mask of scan sub-01 has SHA-256 [0-9a-f]{12}\\.\\.\\. instead of .*; "
                + "the image of scan sub-03 has SHA-256 [0-9a-f]{12}\\.\\.\\. instead of .*"), refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sub-02\tB\ttrain8 | sub-02\tB\ttrain4   | the role of scan sub-02 is train4 instead of train8",
        "sub-02\tB\ttrain8 | sub-02\tB\tn/a      | the role of scan sub-02 is none instead of train8",
        "sub-02\tB\ttrain8 | sub-02\tA\ttrain8   | the patient of scan sub-02 is A instead of B",
        "sub-03\tC\ttest   | sub-03\tA\ttest     | the patient of scan sub-03 is A instead of C",
    })
    void aPatientOrARoleThatWasChangedIsNamed(String before, String after, String reason) throws IOException {
        Files.writeString(scans.resolve("participants.tsv"), TABLE.replace(before, after));
        assertTrue(refusal().contains(reason), refusal());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"epochs\" : 1             | \"epochs\" : 2              | epochs is 2 instead of 1",
        "\"view\" : \"SAGITTAL\"    | \"view\" : \"AXIAL\"        | view is AXIAL instead of SAGITTAL",
        "\"rate\" : 0.001           | \"rate\" : 0.01             | rate is 0.01 instead of 0.001",
        "\"seed\" : 1               | \"seed\" : 7                | seed is 7 instead of 1",
        "\"batch\" : 4              | \"batch\" : 1000            | batch is 1000 instead of 4",
        "\"width\" : 1              | \"width\" : 2               | width is 2 instead of 1",
        "\"small\" : 1              | \"small\" : 2               | small is 2 instead of 1",
        "\"decay\" : 1.99E-7        | \"decay\" : 0               | decay is 0.0 instead of 1.99E-7",
    })
    void aKeyOfTheConfigurationThatWasEditedIsNamedWithBothValues(String before, String after, String reason) throws IOException {
        Path config = run.resolve("config.json");
        String text = Files.readString(config);
        assertTrue(text.contains(before), text);
        Files.writeString(config, text.replace(before, after));
        assertEquals("gyrus: " + config + ": was changed since the run began: " + reason
                + "; put that back, or begin a new run by --config\n", refusal());
    }

    @Test
    void anIdentityThatIsMissingOrDamagedIsNamed() throws IOException {
        Path identity = run.resolve("identity.json");
        for (String text : List.of("", "{}", "null", "{ \"configuration\" : {}, \"scans\" : [ {} ] }")) {
            Files.writeString(identity, text);
            String refusal = refusal();
            assertTrue(refusal.startsWith("gyrus: " + identity + ": ") && refusal.contains("damaged: restore it"), refusal);
        }
        Files.delete(identity);
        assertTrue(refusal().startsWith("gyrus: " + identity + ": is not there"));
    }

    @Test
    void dataThatWereMovedWithoutAChangeAreTheSame() throws IOException {
        Path moved = Files.move(scans, folder.resolve("moved"));
        Config config = ConfigFile.with(RunDirectory.config(run, Config.class), Config.class, List.of("data=" + moved));
        RunIdentity begun = RunIdentity.read(run);
        RunIdentity now = config.identity(config.cohort());
        begun.requireSame(run, now);
        assertEquals(begun, now);
        assertEquals(begun.metadata("a"), now.metadata("a"));
    }

    @Test
    void checksumsTellRunsOfOtherDataOrConfigurationsApart() throws IOException {
        RunIdentity begun = RunIdentity.read(run);
        RunIdentity other = begun.with("seed", "2");
        assertNotEquals(begun.configurationSha256(), other.configurationSha256());
        assertEquals(begun.dataSha256(), other.dataSha256());
        RunIdentity fewer = new RunIdentity(begun.configuration(), begun.scans().subList(0, 2));
        assertEquals(begun.configurationSha256(), fewer.configurationSha256());
        assertNotEquals(begun.dataSha256(), fewer.dataSha256());
        RunIdentity reversed = new RunIdentity(begun.configuration(), begun.scans().reversed());
        assertThrows(UserError.class, () -> begun.requireSame(run, reversed));
    }

    @Test
    void aRunThatWasKilledBeforeItHadAConfigurationBeginsAnew() throws IOException {
        Files.delete(run.resolve("config.json"));
        RunDirectory.requireUnused(run);
    }
}
