package gyrus.ptx.memory;

/** The swizzle of 16-byte parts that TMA and {@code wgmma} use in shared memory: SWIZZLE_128B and SWIZZLE_64B. */
public final class Swizzle {

    private Swizzle() {}

    /** Returns the swizzled offset of a byte in lines of 128 or 64 bytes. */
    public static long swizzled(long linear, int lineBytes) {
        return linear ^ (linear >>> 7 & lineBytes / 16 - 1) << 4;
    }
}
