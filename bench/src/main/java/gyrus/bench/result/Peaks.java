package gyrus.bench.result;

import java.util.List;

/**
 * The limits of a machine that measurements are compared with: arithmetic and memory bandwidth, and the bandwidth of each cache.
 *
 * @param gigaflops 10^9 operations per second of independent fused multiply-adds, each counting two
 * @param gigabytes 10^9 bytes per second of {@code a = b + s c} on arrays far larger than the caches, counted as STREAM
 *     counts: two reads and one write (a cache that reads a line before it is overwritten moves a third more)
 * @param caches the caches of the processors, the smallest first; none on a GPU and where the system does not tell their sizes
 */
public record Peaks(double gigaflops, double gigabytes, List<Cache> caches) {

    /**
     * A level of the caches.
     *
     * @param name such as L2
     * @param bytes of the arrays of all threads, which the level holds
     * @param gigabytes as for the memory
     */
    public record Cache(String name, long bytes, double gigabytes) {}

    /** Creates limits without caches. */
    public Peaks(double gigaflops, double gigabytes) {
        this(gigaflops, gigabytes, List.of());
    }

    /** Returns the shortest time in which the machine can do this number of operations and move this number of bytes. */
    public double leastSeconds(double flops, double bytes) {
        return Math.max(flops / gigaflops, bytes / gigabytes) * 1e-9;
    }

    /** Returns the operations per byte at which the limit turns from memory to arithmetic. */
    public double ridge() {
        return gigaflops / gigabytes;
    }
}
