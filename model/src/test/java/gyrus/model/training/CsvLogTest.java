package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLogTest {

    private static final List<String> COLUMNS = List.of("epoch", "loss", "val_loss");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeThreeEpochs() throws IOException {
        file = folder.resolve("log.csv");
        try (CsvLog log = CsvLog.create(file, COLUMNS)) {
            log.append(1, 0.5, 0.625);
            log.append(2, 0.25, Double.NaN);
            log.append(3, 1e-7, 0.1f);
        }
    }

    @Test
    void theHeaderComesFirstAndNumbersKeepTheirDigits() throws IOException {
        assertEquals("epoch,loss,val_loss\n1,0.5,0.625\n2,0.25,NaN\n3,1.0E-7,0.1\n", Files.readString(file));
    }

    @Test
    void eachRowIsInTheFileAtOnce() throws IOException {
        Path other = folder.resolve("other.csv");
        try (CsvLog log = CsvLog.create(other, COLUMNS)) {
            assertEquals("epoch,loss,val_loss\n", Files.readString(other));
            log.append(1, 2, 3);
            assertEquals("epoch,loss,val_loss\n1,2,3\n", Files.readString(other));
        }
    }

    @Test
    void aResumedRunDropsTheRowsAfterItsCheckpoint() throws IOException {
        try (CsvLog log = CsvLog.resume(file, COLUMNS, 1)) {
            log.append(2, 0.125, 0.5);
        }
        assertEquals("epoch,loss,val_loss\n1,0.5,0.625\n2,0.125,0.5\n", Files.readString(file));
    }

    @Test
    void aResumedRunDropsARowCutShort() throws IOException {
        Files.writeString(file, "epoch,loss,val_loss\n1,0.5,0.625\n2,0.2");
        try (CsvLog log = CsvLog.resume(file, COLUMNS, 1)) {
            log.append(2, 0.125, 0.5);
        }
        assertEquals("epoch,loss,val_loss\n1,0.5,0.625\n2,0.125,0.5\n", Files.readString(file));
    }

    @Test
    void aRunResumedBeforeItsFirstEpochKeepsTheHeader() throws IOException {
        CsvLog.resume(file, COLUMNS, 0).close();
        assertEquals("epoch,loss,val_loss\n", Files.readString(file));
    }

    @Test
    void aLogThatLacksRowsIsRefusedUnchanged() throws IOException {
        String before = Files.readString(file);
        String message = assertThrows(IOException.class, () -> CsvLog.resume(file, COLUMNS, 4)).getMessage();
        assertTrue(message.startsWith(file + ": has 3 complete rows but the checkpoint was saved after 4"), message);
        assertEquals(before, Files.readString(file));
    }

    @Test
    void aLogOfOtherColumnsIsRefusedUnchanged() throws IOException {
        String before = Files.readString(file);
        String message = assertThrows(
                IOException.class, () -> CsvLog.resume(file, List.of("epoch", "dice"), 1)).getMessage();
        assertTrue(message.startsWith(file + ": has the columns epoch,loss,val_loss, expected epoch,dice"), message);
        assertEquals(before, Files.readString(file));
    }

    @Test
    void anExistingLogIsNotBegunAnew() {
        assertThrows(FileAlreadyExistsException.class, () -> CsvLog.create(file, COLUMNS));
    }

    @Test
    void aRowOfAnotherLengthIsRefused() throws IOException {
        try (CsvLog log = CsvLog.resume(file, COLUMNS, 3)) {
            assertThrows(IllegalArgumentException.class, () -> log.append(4, 0.5));
        }
    }
}
