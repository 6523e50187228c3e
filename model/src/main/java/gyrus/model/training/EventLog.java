package gyrus.model.training;

import gyrus.model.protobuf.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes curves for TensorBoard, which shows all files {@code events.out.tfevents.*} of a folder as one run. Each record is in the
 * file when {@link #append} returns.
 *
 * <p>A record is a length (8 bytes, little-endian), its checksum, an {@code Event} message and its checksum. The field numbers are
 * those of TensorFlow's {@code event.proto} and {@code summary.proto}.
 */
public final class EventLog implements AutoCloseable {

    private static final int START = 1; // of SessionLog.SessionStatus
    private static final int MASK = 0xa282ead8;

    private final Path path;
    private final FileChannel channel;
    private final InstantSource clock;

    private EventLog(Path path, FileChannel channel, InstantSource clock) {
        this.path = path;
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * Creates a new file. In a resumed run, TensorBoard ignores the records of earlier files from {@code step} on.
     *
     * @param step the step of the first record
     */
    public static EventLog create(Path folder, InstantSource clock, long step) throws IOException {
        Path file = folder.resolve("events.out.tfevents." + clock.instant().getEpochSecond() + "." + UUID.randomUUID() + ".gyrus");
        EventLog log = new EventLog(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), clock);
        log.record(log.event(0).text(3, "brain.Event:2"));
        log.record(log.event(step).message(7, new Message().integer(1, START)));
        return log;
    }

    /** Appends one value to each of the named curves. */
    public void append(long step, Map<String, Double> values) throws IOException {
        Message summary = new Message();
        values.forEach((tag, value) -> summary.message(1, new Message().text(1, tag).number(2, value.floatValue())));
        record(event(step).message(5, summary));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Message event(long step) {
        return new Message().number(1, clock.millis() / 1000.0).integer(2, step);
    }

    private void record(Message event) throws IOException {
        byte[] data = event.toBytes();
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + data.length + 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(checksum(record.array(), Long.BYTES));
        record.put(data);
        record.putInt(checksum(data, data.length));
        record.flip();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException failure) {
            throw new IOException(path + ": cannot be written: " + failure.getMessage(), failure);
        }
    }

    /** Returns TensorFlow's masked CRC-32C: the checksum rotated right by 15 bits, plus a constant. */
    private static int checksum(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
