package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.device.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorTest {

    private final StringWriter output = new StringWriter();

    @Test
    void theMachineThatRunsTheTestsRunsGyrus() {
        assertEquals(0, run());
        assertTrue(output.toString().contains(System.getProperty("java.home")), output.toString());
        assertTrue(output.toString().endsWith("Gyrus can run here." + System.lineSeparator()), output.toString());
    }

    @Test
    void jsonSaysTheSame() {
        assertEquals(0, run("--json"));
        JsonNode report = JsonMapper.shared().readTree(output.toString());
        assertTrue(report.get("runs").asBoolean());
        assertEquals("JDK", report.get("cpu").get(0).get("name").asString());
        assertTrue(report.get("cpu").get(0).get("ok").asBoolean());
        assertEquals("NVIDIA driver", report.get("cuda").get(0).get("name").asString());
    }

    @ParameterizedTest
    @CsvSource({"25.0.3, true", "25.0.3+9-LTS, true", "25.0.10, true", "25.1, true",
        "25, false", "25.0.2, false", "24.0.9, false", "26, false", "26-ea, false", "17.0.15, false"})
    void onlyALate25IsTheRightJdk(String version, boolean fits) {
        Finding finding = Doctor.jdk(Runtime.Version.parse(version));
        assertEquals(fits, finding.ok());
        assertEquals(fits, finding.advice().isEmpty());
    }

    @Test
    void theContainersLimitIsReadWhereThereIsOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("memory.max");
        assertEquals("none", Doctor.containerLimit(file).value());
        assertEquals("none", Doctor.containerLimit(Files.writeString(file, "max\n")).value());
        assertEquals("4.0 GiB", Doctor.containerLimit(Files.writeString(file, "4294967296\n")).value());
    }

    @Test
    void unknownOptionsAreWrongUsage() {
        assertEquals(2, run("--jsno"));
        assertFalse(output.toString().contains("Gyrus can run here."));
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(output, true);
        return new CommandLine(new Doctor()).setOut(writer).setErr(writer).execute(arguments);
    }
}
