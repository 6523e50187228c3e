package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_500L));

    @TempDir
    private Path folder;

    private Path write(long step) throws IOException {
        try (EventLog log = EventLog.create(folder, CLOCK, step)) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("loss", 0.25);
            values.put("val_dice", 0.875);
            log.append(step, values);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /** Every byte as event.proto and summary.proto lay it down. */
    @Test
    void recordsAreEventsWithTheirChecksums() throws IOException {
        Path file = write(7);
        assertTrue(file.getFileName().toString().startsWith("events.out.tfevents.1700000000."), file.toString());
        List<String> events = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertEquals(masked(length), bytes.getInt());
            byte[] event = new byte[Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())];
            bytes.get(event);
            assertEquals(masked(event), bytes.getInt());
            events.add(HexFormat.of().formatHex(event));
        }
        String time = "09" + hexOfDouble(1_700_000_000.5);
        String version = HexFormat.of().formatHex("brain.Event:2".getBytes(StandardCharsets.US_ASCII));
        assertEquals(List.of(
                time + "1000" + "1a0d" + version,
                time + "1007" + "3a02" + "0801",
                time + "1007" + "2a1e"
                        + "0a0b" + "0a04" + "6c6f7373" + "15" + "0000803e"
                        + "0a0f" + "0a08" + "76616c5f64696365" + "15" + "0000603f"),
                events);
    }

    private static String hexOfDouble(double value) {
        return HexFormat.of().formatHex(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    }

    /** CRC-32C bit by bit, and the mask of the TFRecord format. */
    private static int masked(byte[] data) {
        int crc = -1;
        for (byte value : data) {
            crc ^= value & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82F63B78;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    @Test
    void theChecksumIsCrc32cOfTheStandard() {
        int masked = masked("123456789".getBytes(StandardCharsets.US_ASCII));
        int crc = masked - 0xa282ead8;
        assertEquals(0xE3069283, crc >>> 17 | crc << 15);
    }
}
