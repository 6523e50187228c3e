package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full or read-only, for which the test mounts one of its own: where that is allowed, as it is to root. */
final class DiskTest {

    @TempDir
    private Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        SmallScans.write(folder.resolve("scans"), 3);
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString());
        assumeTrue(mounted, "mounting a disk is not allowed here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(succeeds("umount", disk.toString()));
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private CommandRun experiment(Path run) {
        return CommandRun.of("experiment", "--data", folder.resolve("scans"), "--out", run, "--set", "size=32", "--set", "shrink=1",
                "--set", "sliceStep=2", "--set", "large=2", "--set", "small=1", "--set", "width=1", "--set", "denoiseEpochs=1",
                "--set", "epochs=1");
    }

    @Test
    void aFullDiskIsSaidInOneLineAndTheRunGoesOnWhenThereIsRoom() throws Exception {
        Path run = disk.resolve("run");
        CommandRun stopped = experiment(run);
        assertEquals(1, stopped.exit(), stopped.err());
        List<String> errors = stopped.err().lines().filter(line -> line.startsWith("gyrus: ")).toList();
        assertEquals(1, errors.size(), stopped.err());
        assertTrue(errors.getFirst().startsWith("gyrus: " + run) && errors.getFirst().contains("No space left on device"),
                stopped.err());
        try (Stream<Path> files = Files.walk(run)) {
            assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
        }
        assertTrue(succeeds("mount", "-o", "remount,size=16m", disk.toString()));
        CommandRun resumed = CommandRun.of("experiment", "--out", run, "--resume");
        assertEquals(0, resumed.exit(), resumed.err());
        assertTrue(Files.exists(run.resolve("report.html")));
    }

    @Test
    void aReadOnlyRunDirectoryIsSaidInOneLine() throws Exception {
        assertTrue(succeeds("mount", "-o", "remount,size=16m", disk.toString()));
        Path run = disk.resolve("run");
        assertEquals(0, experiment(run).exit());
        assertTrue(succeeds("mount", "-o", "remount,ro", disk.toString()));
        CommandRun resumed = CommandRun.of("experiment", "--out", run, "--resume");
        for (CommandRun refused : List.of(resumed, experiment(disk.resolve("another")))) {
            assertEquals(1, refused.exit(), refused.err());
            List<String> errors = refused.err().lines().filter(line -> line.startsWith("gyrus: ")).toList();
            assertEquals(1, errors.size(), refused.err());
            assertTrue(errors.getFirst().startsWith("gyrus: " + disk) && errors.getFirst().endsWith("Read-only file system"),
                    refused.err());
        }
    }
}
