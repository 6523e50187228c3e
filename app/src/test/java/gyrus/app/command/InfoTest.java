package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.app.CommandRun;
import gyrus.app.SharedData;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiException;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InfoTest {

    @TempDir
    private Path folder;

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new Info()).setOut(new PrintWriter(out));
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            throw failure;
        });
        assertEquals(0, command.execute(arguments));
        return out.toString();
    }

    private static JsonNode json(Path file) {
        return JsonMapper.shared().readTree(run("--json", file.toString()));
    }

    private Path tiny() throws IOException {
        Path file = folder.resolve("tiny.nii.gz");
        NiftiWriter.create(file, new Volume(2, 1, 2, new float[] {1, Float.NaN, -3, Float.NEGATIVE_INFINITY},
                Affine.scaling(new double[] {-1, 1, 2.5}, new double[] {4, 5, 6})), Datatype.FLOAT32);
        return file;
    }

    @Test
    void jsonSaysWhatTheFileHolds() throws IOException {
        JsonNode report = json(tiny());
        assertEquals("[2,1,2]", report.get("shape").toString());
        assertEquals("<f4", report.get("dtype").asString());
        assertEquals("LAS", report.get("orientation").asString());
        assertEquals("[[-1.0,0.0,0.0,4.0],[0.0,1.0,0.0,5.0],[0.0,0.0,2.5,6.0],[0.0,0.0,0.0,1.0]]",
                report.get("affine").toString());
        assertEquals(-3, report.get("min").asDouble());
        assertEquals(1, report.get("max").asDouble());
        assertEquals(-1, report.get("mean").asDouble());
        assertEquals(1, report.get("nan").asInt());
        assertEquals(1, report.get("infinite").asInt());
        // Python: hashlib.sha256(struct.pack("<4f", 1, nan, -3, -inf)).hexdigest()
        assertEquals("55b09fa559bc56c587c6a523b76606bd1608bb0af410fc5de72b10c9b4b757ef",
                report.get("sha256_f32").asString());
        assertFalse(report.has("sha256_raw_fortran"));
    }

    /** A pipe, whose length nobody knows, and a name that picocli would take for a file of arguments. */
    @Test
    void aPipeAndANameThatBeginsWithAtAreRead() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo makes pipes");
        Path file = tiny();
        byte[] bytes = Files.readAllBytes(file);
        Thread writer = Thread.startVirtualThread(() -> {
            try {
                Files.write(pipe, bytes, StandardOpenOption.WRITE);
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        });
        assertEquals("55b09fa559bc56c587c6a523b76606bd1608bb0af410fc5de72b10c9b4b757ef", json(pipe).get("sha256_f32").asString());
        writer.join();
        CommandRun run = CommandRun.of("info", "@" + file);
        assertEquals("gyrus: @" + file + ": no such file or folder", run.refusal().strip());
    }

    @Test
    void unitCodesAndWhatWasToleratedAreSaid() throws IOException {
        Path file = folder.resolve("odd.nii");
        NiftiWriter.create(file, Volume.zeros(2, 1, 1, Affine.scaling(new double[] {1000, 1, 1}, new double[3])), Datatype.INT16);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(40, (short) 4).putShort(48, (short) 0).putShort(72, (short) 8).put(123, (byte) 3).putShort(252, (short) 0);
        Files.write(file, bytes.array());
        JsonNode report = json(file);
        assertEquals("micrometre", report.get("spatial_unit").asString());
        assertEquals(1, report.get("affine").get(0).get(0).asDouble());
        assertEquals(3, report.get("notes").size(), report.get("notes").toString());
        List<String> lines = run(file.toString()).lines().map(line -> line.replaceAll(" +", " ")).toList();
        for (String line : List.of("unit micrometre", "codes qform 0, sform 1",
                "note its lengths, in micrometre, are converted to mm", "note bitpix is 8, voxels of int16 take 16 bits")) {
            assertTrue(lines.contains(line), line + " in " + lines);
        }
    }

    @Test
    void textSaysItForPeople() throws IOException {
        List<String> lines = run(tiny().toString()).lines().map(line -> line.replaceAll(" +", " ")).toList();
        for (String line : List.of("shape 2 x 1 x 2", "datatype float32", "orientation LAS", "min -3.0", "infinite 1")) {
            assertTrue(lines.contains(line), line + " in " + lines);
        }
    }

    @Test
    void helpHasExamples() {
        String help = new CommandLine(new Info()).getUsageMessage();
        assertTrue(help.contains("gyrus info --json scan.hdr"), help);
    }

    /** Every file of the collection against what NiBabel read from it. */
    @TestFactory
    Stream<DynamicTest> agreesWithNibabelOnEveryFileOfTheZoo() {
        Path zoo = SharedData.folder("nifti-zoo");
        return SharedData.expected(zoo).get("files").propertyStream()
                .filter(entry -> entry.getValue().has("shape"))
                .map(entry -> dynamicTest(entry.getKey(), () -> agrees(entry.getValue(), json(zoo.resolve(entry.getKey())))));
    }

    private static void agrees(JsonNode expected, JsonNode actual) {
        for (String key : List.of("nifti_version", "endian", "shape", "datatype", "extensions", "qform_code", "sform_code")) {
            assertEquals(expected.get(key), actual.get(key), key);
        }
        for (String key : List.of("vox_offset", "scl_slope_raw", "scl_inter_raw", "slope_used", "inter_used")) {
            assertEquals(expected.get(key).asDouble(), actual.get(key).asDouble(), key);
        }
        assertClose(expected.get("pixdim"), actual.get("pixdim"), 0);
        for (String key : List.of("nan", "sha256_f32", "sha256_raw_fortran")) {
            assertEquals(expected.get(key), actual.get(key), key);
        }
        if (expected.has("min")) {
            assertEquals(expected.get("dtype"), actual.get("dtype"));
            for (String key : List.of("min", "max", "mean")) {
                double value = expected.get(key).asDouble();
                assertEquals(value, actual.get(key).asDouble(), 1e-12 * Math.abs(value), key);
            }
        }
        if (actual.get("affine_from").asString().equals("pixdim")) {
            // NIfTI's method 1. NiBabel flips x and centres here; only its voxel sizes are comparable.
            for (int axis = 0; axis < 3; axis++) {
                JsonNode row = actual.get("affine").get(axis);
                assertEquals(Math.abs(expected.get("affine").get(axis).get(axis).asDouble()), row.get(axis).asDouble());
                assertEquals(0, row.get(3).asDouble());
            }
            assertEquals("RAS", actual.get("orientation").asString());
        } else {
            assertEquals(expected.get("orientation"), actual.get("orientation"));
            for (int row = 0; row < 4; row++) {
                assertClose(expected.get("affine").get(row), actual.get("affine").get(row), 1e-6);
            }
        }
    }

    private static void assertClose(JsonNode expected, JsonNode actual, double tolerance) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).asDouble(), actual.get(i).asDouble(), tolerance);
        }
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatMustBeRefused() {
        Path zoo = SharedData.folder("nifti-zoo");
        return SharedData.expected(zoo).get("refuse").propertyStream().map(entry -> dynamicTest(entry.getKey(), () -> {
            Path file = zoo.resolve(entry.getKey());
            assertTrue(Files.exists(file));
            String message = assertThrows(NiftiException.class, () -> Info.read(file)).getMessage();
            assertTrue(message.startsWith(file + ": ") && message.lines().count() == 1, message);
        }));
    }

    @TestFactory
    Stream<DynamicTest> agreesWithNibabelOnEveryFlairScanAndMask() {
        Path flair = SharedData.folder("flair");
        return SharedData.expected(flair).propertyStream()
                .filter(entry -> entry.getValue().has("shape"))
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    JsonNode expected = entry.getValue();
                    JsonNode actual = json(flair.resolve(entry.getKey()));
                    assertEquals(expected.get("shape"), actual.get("shape"));
                    assertEquals(expected.get("dtype"), actual.get("dtype"));
                    assertEquals(expected.get("sha256_f32"), actual.get("sha256_f32"));
                    assertEquals("RAS", actual.get("orientation").asString());
                    for (int row = 0; row < 4; row++) {
                        assertClose(expected.get("affine").get(row), actual.get("affine").get(row), 1e-6);
                    }
                    for (String key : List.of("min", "max", "mean")) {
                        assertEquals(expected.get(key).asDouble(), actual.get(key).asDouble(), 1e-9, key);
                    }
                }));
    }
}
