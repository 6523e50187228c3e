package gyrus.bench.measure;

import gyrus.bench.result.Peaks;
import gyrus.bench.result.Times;
import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuProvider;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Workers;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.VendorKernel;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Devices;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Selector;
import gyrus.kernels.matmul.Matmul;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.memory.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/** Measures the arithmetic and the memory bandwidth that a machine reaches at best. */
public final class PeakMeasurement {

    private static final int WARM_UPS = 20;
    private static final int ROUNDS = 80;
    private static final int MULTIPLY_ADDS = 2_000_000; // per thread and round, vectors of each of 12 accumulators
    private static final int DOSES = 1000;
    private static final int MATRIX = 8192; // rows and columns
    private static final long ELEMENTS = 12 << 20; // of each of three arrays, at least
    private static final double BEYOND_CACHES = 2; // times the last cache is what the arrays of the memory's limit hold
    private static final int LEAST_ROUNDS = 12;
    private static final long CACHED_BYTES = 32 << 20; // per thread and round, from arrays that a cache holds

    private static final Pattern DESCRIBED = Pattern.compile("(\\S+) \\((?:(\\d+) threads?, )?.*\\)");

    private PeakMeasurement() {}

    /** Returns the peaks of a device by its name; empty for a device whose limits cannot be measured, such as reference. */
    public static Optional<Peaks> of(String device) {
        OptionalInt threads = CpuProvider.threads(device);
        if (threads.isPresent()) {
            return Optional.of(of(threads.getAsInt()));
        }
        if (!device.startsWith("cuda")) {
            return Optional.empty();
        }
        try (Device gpu = Devices.open(device)) {
            return Optional.of(of((CudaDevice) gpu));
        }
    }

    /** Returns the peaks of a device by its name and description, such as {@code cpu (2 threads, 512-bit vectors)}. */
    public static Optional<Peaks> ofDescribed(String device) {
        Matcher described = DESCRIBED.matcher(device);
        if (!described.matches()) {
            return Optional.empty();
        }
        boolean isCpu = described.group(1).equals("cpu") && described.group(2) != null;
        return isCpu ? Optional.of(of(Integer.parseInt(described.group(2)))) : of(described.group(1));
    }

    /** Returns the peaks of the CPU with a number of threads. */
    public static Peaks of(int threads) {
        try (CpuDevice device = new CpuDevice(threads)) {
            return new Peaks(gigaflops(device.workers()), memory(device), caches(device));
        }
    }

    /**
     * Returns the peaks of a GPU: of a large matrix product in the device's precision, and of a large copy, which reads and writes
     * each byte. For each, the faster of the vendor's kernel and the best one of Gyrus counts.
     */
    public static Peaks of(CudaDevice device) {
        MatmulSpec product = new MatmulSpec(MATRIX, MATRIX, MATRIX, false, false, false);
        Extent all = Extent.vector(Math.toIntExact(8 * ELEMENTS));
        return new Peaks(
                new Matmul().flops(product) / fastest(new Matmul(), product, device) * 1e-9,
                2e-9 * 4 * all.elements() / fastest(new BoxCopy(), new BoxCopySpec(all, all, false), device));
    }

    private static <S> double fastest(Op<S> op, S problem, CudaDevice device) {
        List<Kernel<S>> variants = new ArrayList<>(List.of(Selector.declared().choose(op, problem, device)));
        Catalog.kernels(op).stream().filter(VendorKernel.class::isInstance)
                .filter(kernel -> kernel.supports(problem, device) instanceof Support.Yes).forEach(variants::add);
        return Stopwatch.race(op, problem, variants, device).stream().mapToDouble(Times::median).min().orElseThrow();
    }

    private static double gigaflops(Workers workers) {
        float[] results = new float[workers.threads()];
        for (int i = 0; i < DOSES; i++) { // short rounds until the loop is compiled: before, each vector is an object
            results[0] = multiplyAdds(MULTIPLY_ADDS / DOSES, results[0] * 1e-30f);
        }
        double flops = 2.0 * 12 * Simd.LANES * MULTIPLY_ADDS * workers.threads();
        return best(WARM_UPS + ROUNDS, round -> {
            long start = System.nanoTime();
            workers.run(workers.threads(), (task, worker) -> results[task] = multiplyAdds(MULTIPLY_ADDS, results[task] * 1e-30f));
            return flops / (System.nanoTime() - start);
        });
    }

    /** Runs twelve chains of multiply-adds, enough to keep two units with a latency of up to six cycles busy. */
    private static float multiplyAdds(int count, float seed) {
        FloatVector factor = FloatVector.broadcast(Simd.SPECIES, 0.999f + seed);
        FloatVector a = FloatVector.broadcast(Simd.SPECIES, seed);
        FloatVector b = a.add(1);
        FloatVector c = b.add(1);
        FloatVector d = c.add(1);
        FloatVector e = d.add(1);
        FloatVector f = e.add(1);
        FloatVector g = f.add(1);
        FloatVector h = g.add(1);
        FloatVector i = h.add(1);
        FloatVector j = i.add(1);
        FloatVector k = j.add(1);
        FloatVector l = k.add(1);
        for (int n = 0; n < count; n++) {
            a = a.fma(factor, factor);
            b = b.fma(factor, factor);
            c = c.fma(factor, factor);
            d = d.fma(factor, factor);
            e = e.fma(factor, factor);
            f = f.fma(factor, factor);
            g = g.fma(factor, factor);
            h = h.fma(factor, factor);
            i = i.fma(factor, factor);
            j = j.fma(factor, factor);
            k = k.fma(factor, factor);
            l = l.fma(factor, factor);
        }
        return Simd.sum(a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l));
    }

    /** Returns the bandwidth of the memory, on arrays that the last cache does not hold. */
    private static double memory(CpuDevice device) {
        long elements = Math.max(ELEMENTS,
                (long) (BEYOND_CACHES * CacheSizes.ofThisMachine().last()) / (3L * DType.FLOAT32.bytes()));
        int rounds = (int) Math.max(LEAST_ROUNDS, (WARM_UPS + ROUNDS) * ELEMENTS / elements);
        Workers workers = device.workers();
        int parts = 4 * workers.threads();
        long part = elements / parts / Simd.LANES * Simd.LANES * DType.FLOAT32.bytes();
        List<Block> arrays = Stream.generate(() -> device.allocate(elements)).limit(3).toList();
        long[] at = arrays.stream().mapToLong(array -> array.segment().address()).toArray();
        try {
            return best(rounds, round -> {
                long start = System.nanoTime();
                workers.run(parts, (task, worker) -> triad(at[0] + task * part, at[1] + task * part, at[2] + task * part, part));
                return 3.0 * part * parts / (System.nanoTime() - start);
            });
        } finally {
            arrays.forEach(Block::release);
        }
    }

    /** Returns the bandwidth of each cache, on arrays of half its size for each thread that has it. */
    private static List<Peaks.Cache> caches(CpuDevice device) {
        List<Peaks.Cache> caches = new ArrayList<>();
        int threads = device.workers().threads();
        long below = 0;
        for (Map.Entry<Integer, CacheSizes.Level> level : CacheSizes.ofThisMachine().levels().entrySet()) {
            long shared = level.getValue().together() / threads;
            long bytes = Math.min(Math.min(level.getValue().each(), shared) / 2, below == 0 ? Long.MAX_VALUE : 4 * below);
            if (bytes > below) {
                caches.add(new Peaks.Cache("L" + level.getKey(), bytes * threads, cache(device, bytes)));
            }
            below = level.getValue().each();
        }
        return caches;
    }

    /** Returns the bandwidth of arrays that hold the given bytes for each thread. */
    private static double cache(CpuDevice device, long bytes) {
        Workers workers = device.workers();
        long line = Simd.LANES * (long) DType.FLOAT32.bytes();
        long part = bytes / 3 / line * line;
        long room = part + 5 * line; // so that the arrays do not begin at the same place in a cache
        long repeats = Math.max(1, CACHED_BYTES / (3 * part));
        Block block = device.allocate(3 * room * workers.threads() / DType.FLOAT32.bytes());
        long base = block.segment().address();
        try {
            return best(WARM_UPS + ROUNDS, round -> {
                long start = System.nanoTime();
                workers.run(workers.threads(), (task, worker) -> {
                    long a = base + 3 * room * worker;
                    for (long i = 0; i < repeats; i++) {
                        triad(a, a + room, a + 2 * room, part);
                    }
                });
                return 3.0 * part * repeats * workers.threads() / (System.nanoTime() - start);
            });
        } finally {
            block.release();
        }
    }

    private static void triad(long a, long b, long c, long bytes) {
        FloatVector factor = FloatVector.broadcast(Simd.SPECIES, 3);
        int step = Simd.LANES * DType.FLOAT32.bytes();
        for (int at = 0; at < (int) bytes; at += step) {
            Simd.store(Simd.load(c + at).fma(factor, Simd.load(b + at)), a + at);
        }
    }

    /** Returns the best of several rounds, because a peak is the speed without disturbance. */
    private static double best(int rounds, IntToDoubleFunction round) {
        double best = 0;
        for (int i = 0; i < rounds; i++) {
            best = Math.max(best, round.applyAsDouble(i));
        }
        return best;
    }
}
