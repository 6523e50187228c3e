package gyrus.bench.result;

/**
 * The two limits of a machine that every measurement is compared with: arithmetic and memory bandwidth.
 *
 * @param gigaflops 10^9 operations per second of independent fused multiply-adds, each counting two
 * @param gigabytes 10^9 bytes per second of {@code a = b + s c} on arrays far larger than the caches, counted as STREAM
 *     counts: two reads and one write (a cache that reads a line before it is overwritten moves a third more)
 */
public record Peaks(double gigaflops, double gigabytes) {

    /** Returns the shortest time in which the machine can do this number of operations and move this number of bytes. */
    public double leastSeconds(double flops, double bytes) {
        return Math.max(flops / gigaflops, bytes / gigabytes) * 1e-9;
    }

    /** Returns the operations per byte at which the limit turns from memory to arithmetic. */
    public double ridge() {
        return gigaflops / gigabytes;
    }
}
