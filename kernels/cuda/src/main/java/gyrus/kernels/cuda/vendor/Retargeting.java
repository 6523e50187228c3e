package gyrus.kernels.cuda.vendor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Changes the dependency of a native library from one version of another library to a second one. JCublas needs {@code
 * libcublas.so.12}; on a machine with CUDA 13 alone, {@code libcublas.so.13} has the same functions.
 *
 * <p>An ELF file names its dependencies in {@code .dynstr}. If the dependency has versioned symbols, {@code .gnu.version_r} holds
 * the name of the version, which is that of the library, and its hash. Both are overwritten in place, so both names must have
 * equal length.
 */
final class Retargeting {

    private static final int SECTION_NEEDED_VERSIONS = 0x6ffffffe; // SHT_GNU_verneed

    private final ByteBuffer elf;

    private Retargeting(byte[] elf) {
        this.elf = ByteBuffer.wrap(elf.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns a copy of a 64-bit little-endian ELF file that depends on {@code to} instead of {@code from}. */
    static byte[] retargeted(byte[] elf, String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalArgumentException("retargeting: " + from + " and " + to + " differ in length");
        }
        if (elf.length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1) {
            throw new IllegalArgumentException("retargeting: no 64-bit little-endian ELF file");
        }
        Retargeting copy = new Retargeting(elf);
        copy.rewrite(from, to);
        return copy.elf.array();
    }

    private void rewrite(String from, String to) {
        int versions = section(SECTION_NEEDED_VERSIONS);
        int strings = sectionHeader(elf.getInt(versions + 0x28)); // of the section that holds its names
        int names = (int) elf.getLong(strings + 0x18);
        int length = (int) elf.getLong(strings + 0x20);
        for (int at = names; at < names + length; at += text(at).length() + 1) {
            if (text(at).equals(from)) {
                elf.put(at, to.getBytes(StandardCharsets.US_ASCII));
            }
        }
        int need = (int) elf.getLong(versions + 0x18);
        for (int i = elf.getInt(versions + 0x2c); i > 0; i--) { // needed libraries
            int version = need + elf.getInt(need + 8);
            for (int j = elf.getShort(need + 2); j > 0; j--) { // versions of a library
                if (text(names + elf.getInt(version + 8)).equals(to)) {
                    elf.putInt(version, hash(to));
                }
                version += elf.getInt(version + 12);
            }
            need += elf.getInt(need + 12);
        }
    }

    private int section(int type) {
        for (int i = 0; i < elf.getShort(0x3c); i++) {
            if (elf.getInt(sectionHeader(i) + 4) == type) {
                return sectionHeader(i);
            }
        }
        throw new IllegalArgumentException("retargeting: a file without versions of what it needs");
    }

    private int sectionHeader(int index) {
        return (int) elf.getLong(0x28) + index * elf.getShort(0x3a);
    }

    private String text(int at) {
        int end = at;
        while (elf.get(end) != 0) {
            end++;
        }
        return new String(elf.array(), at, end - at, StandardCharsets.US_ASCII);
    }

    /** Returns the System V hash of a symbol's name. */
    static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash << 4) + name.charAt(i);
            int high = hash & 0xf0000000;
            hash ^= high >>> 24;
            hash &= ~high;
        }
        return hash;
    }
}
