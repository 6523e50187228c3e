package gyrus.app.imaging.nifti;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The bytes of a NIfTI file put together field by field from the standard's offsets, apart from the code under test. */
final class Example {

    final int version;
    final ByteOrder order;
    final boolean pair;
    final ByteBuffer header;
    byte[] extensions = new byte[0];
    byte[] voxels = new byte[0];

    Example(int version, ByteOrder order, boolean pair) {
        this.version = version;
        this.order = order;
        this.pair = pair;
        header = ByteBuffer.allocate((version == 1 ? 348 : 540) + 4).order(order);
        header.putInt(0, header.capacity() - 4);
        String magic = (pair ? "ni" : "n+") + version + (version == 1 ? "\0" : "\0\r\n\032\n");
        header.put(version == 1 ? 344 : 4, magic.getBytes(StandardCharsets.ISO_8859_1));
        offset(pair ? 0 : header.capacity());
        scaling(1, 0);
        for (int i = 0; i < 8; i++) {
            pixdim(i, 1);
        }
    }

    static Example of(int code, int bits, int... shape) {
        return new Example(1, ByteOrder.LITTLE_ENDIAN, false).shape(shape).type(code, bits);
    }

    Example shape(int... shape) {
        dim(0, shape.length);
        for (int i = 0; i < shape.length; i++) {
            dim(i + 1, shape[i]);
        }
        return this;
    }

    Example dim(int index, long size) {
        if (version == 1) {
            header.putShort(40 + 2 * index, (short) size);
        } else {
            header.putLong(16 + 8 * index, size);
        }
        return this;
    }

    Example type(int code, int bits) {
        header.putShort(version == 1 ? 70 : 12, (short) code);
        header.putShort(version == 1 ? 72 : 14, (short) bits);
        return this;
    }

    Example pixdim(int index, double spacing) {
        return real(76 + 4 * index, 104 + 8 * index, spacing);
    }

    Example units(int units) {
        if (version == 1) {
            header.put(123, (byte) units);
        } else {
            header.putInt(500, units);
        }
        return this;
    }

    Example offset(double offset) {
        if (version == 1) {
            header.putFloat(108, (float) offset);
        } else {
            header.putLong(168, (long) offset);
        }
        return this;
    }

    Example scaling(double slope, double intercept) {
        return real(112, 176, slope).real(116, 184, intercept);
    }

    Example sform(double... rows) {
        code(254, 348, 1);
        for (int i = 0; i < 12; i++) {
            real(280 + 4 * i, 400 + 8 * i, rows[i]);
        }
        return this;
    }

    Example qform(double b, double c, double d, double x, double y, double z) {
        code(252, 344, 1);
        double[] fields = {b, c, d, x, y, z};
        for (int i = 0; i < 6; i++) {
            real(256 + 4 * i, 352 + 8 * i, fields[i]);
        }
        return this;
    }

    /** Adds a header extension that claims a size which need not be its own; the voxels follow at once. */
    Example extension(int claimedSize, int realSize) {
        ByteBuffer all = ByteBuffer.allocate(extensions.length + realSize).order(order);
        all.put(extensions).putInt(claimedSize);
        extensions = all.array();
        header.put(header.capacity() - 4, (byte) 1);
        if (!pair) {
            offset(header.capacity() + extensions.length);
        }
        return this;
    }

    Example voxels(byte[] bytes) {
        voxels = bytes;
        return this;
    }

    private Example real(int offset1, int offset2, double value) {
        if (version == 1) {
            header.putFloat(offset1, (float) value);
        } else {
            header.putDouble(offset2, value);
        }
        return this;
    }

    private void code(int offset1, int offset2, int code) {
        if (version == 1) {
            header.putShort(offset1, (short) code);
        } else {
            header.putInt(offset2, code);
        }
    }

    /** Writes {@code name.nii} or {@code name.hdr} and {@code name.img}, gzipped or not; the path to give to a reader. */
    Path write(Path folder, String name, boolean gzip) throws IOException {
        String ending = gzip ? ".gz" : "";
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        first.write(header.array());
        first.write(extensions);
        if (!pair) {
            first.write(voxels);
            return put(folder.resolve(name + ".nii" + ending), first.toByteArray(), gzip);
        }
        put(folder.resolve(name + ".img" + ending), voxels, gzip);
        return put(folder.resolve(name + ".hdr" + ending), first.toByteArray(), gzip);
    }

    private static Path put(Path file, byte[] bytes, boolean gzip) throws IOException {
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = gzip ? new GZIPOutputStream(plain) : plain) {
            out.write(bytes);
        }
        return file;
    }
}
