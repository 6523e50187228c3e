package gyrus.model.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Encodes a protocol buffers message field by field. Source: https://protobuf.dev/programming-guides/encoding. */
public final class Message {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a field of type int32, int64 or enum. */
    public Message integer(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    /** Appends a {@code float} field of 32 bits, and returns this message. */
    public Message number(int field, float value) {
        key(field, FIXED32);
        out.writeBytes(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
        return this;
    }

    /** Appends a {@code double} field of 64 bits, and returns this message. */
    public Message number(int field, double value) {
        key(field, FIXED64);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        return this;
    }

    /** Appends a {@code string} field in UTF-8, and returns this message. */
    public Message text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends an embedded message as it is now, and returns this message. */
    public Message message(int field, Message value) {
        return bytes(field, value.toBytes());
    }

    /** Appends a {@code bytes} field, and returns this message. */
    public Message bytes(int field, byte[] value) {
        key(field, BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    /** Returns the encoded message: all fields in the order of their calls. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private void key(int field, int type) {
        varint((long) field << 3 | type);
    }

    /** Writes a varint: seven bits a byte, the lowest first, with the eighth bit set in all bytes but the last. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
