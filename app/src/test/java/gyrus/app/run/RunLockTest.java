package gyrus.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.GyrusProcess;
import gyrus.app.experiment.SmallScans;
import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run directory belongs to one process at a time. */
final class RunLockTest {

    @TempDir
    private Path folder;

    @Test
    void aFolderIsLockedUntilItIsLetGo() throws IOException {
        RunLock first = RunLock.on(folder);
        UserError refused = assertThrows(UserError.class, () -> RunLock.on(folder));
        assertTrue(refused.getMessage().startsWith(folder + ": in use by process " + ProcessHandle.current().pid() + " on "),
                refused.getMessage());
        first.close();
        RunLock.on(folder).close();
    }

    @Test
    void theLockOfARunThatWasKilledBeforeItBeganIsNoRun() throws IOException {
        Files.writeString(folder.resolve("lock"), "process 1 on a machine that crashed");
        Files.writeString(folder.resolve(".config.json.1.part"), "{");
        RunDirectory.requireUnused(folder);
        Files.writeString(folder.resolve("mine.txt"), "precious");
        assertThrows(UserError.class, () -> RunDirectory.requireUnused(folder));
    }

    @Test
    void unfinishedFilesOfAKilledProcessAreRemovedByTheNextOne() throws IOException {
        Path part = Files.writeString(folder.resolve(".summary.json.123.part"), "{ \"preset");
        Path mine = Files.writeString(folder.resolve("summary.json"), "{}");
        RunLock.on(folder).close();
        assertTrue(Files.notExists(part) && Files.exists(mine));
    }

    @Test
    void aSecondProcessIsRefusedByNameAndAKilledOneLeavesNoLock() throws Exception {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 3);
        Path run = folder.resolve("run");
        try (GyrusProcess process = GyrusProcess.start("experiment", "--data", scans, "--out", run, "--device", "cpu:1",
                "--set", "size=32", "--set", "shrink=1", "--set", "sliceStep=1", "--set", "large=2", "--set", "small=1",
                "--set", "width=1", "--set", "denoiseEpochs=1000", "--set", "epochs=1")) {
            process.awaitLine("denoise 2: Epoch 1/1000");
            String refusal = CommandRun.of("experiment", "--out", run, "--resume").err();
            assertTrue(refusal.contains("gyrus: " + run + ": in use by process " + process.pid() + " on "), refusal);
            process.signal("KILL");
            assertEquals(128 + 9, process.await().exit());
        }
        RunLock.on(run).close();
    }
}
