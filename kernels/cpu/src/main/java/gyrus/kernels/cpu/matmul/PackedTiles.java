package gyrus.kernels.cpu.matmul;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.device.Plan;
import gyrus.kernels.matmul.MatmulSpec;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The method of Goto and van de Geijn (2008). A task computes a block of c. For each slice of 256 of K, it packs its part of a
 * into panels of 6 rows and its part of b into panels of two vectors, both padded with zeros. It then multiplies panel by panel
 * with 6 x 2 vectors of results in registers.
 */
public final class PackedTiles implements CpuKernel<MatmulSpec> {

    private static final int TILE_ROWS = 6;
    private static final int TILE_COLUMNS = 2 * Simd.LANES;
    private static final int BLOCK_ROWS = 20 * TILE_ROWS;
    private static final int BLOCK_COLUMNS = 256;
    private static final int BLOCK_TERMS = 256;

    @Override
    public Plan prepare(MatmulSpec problem, CpuDevice device) {
        return prepare(problem, 1, device);
    }

    /** Returns the plan of {@code count} products of one size, whose factors and results are contiguous in memory. */
    public static Plan prepare(MatmulSpec problem, int count, CpuDevice device) {
        long panelsA = 4L * BLOCK_ROWS * BLOCK_TERMS;
        long panelsB = 4L * BLOCK_COLUMNS * BLOCK_TERMS;
        device.workers().reserveScratch(panelsA + panelsB + 4L * TILE_ROWS * TILE_COLUMNS);
        int m = problem.m();
        int n = problem.n();
        int k = problem.k();
        int across = Math.ceilDiv(n, BLOCK_COLUMNS);
        int down = Math.ceilDiv(m, BLOCK_ROWS);
        int blocks = across * down;
        return operands -> {
            device.workers().run(Math.multiplyExact(count, blocks), (task, worker) -> {
                int product = task / blocks;
                long a = operands[0].address() + 4L * product * m * k;
                long b = operands[1].address() + 4L * product * k * n;
                long c = operands[2].address() + 4L * product * m * n;
                long packedA = device.workers().scratch(worker);
                long packedB = packedA + panelsA;
                int row = task % blocks / across * BLOCK_ROWS;
                int column = task % across * BLOCK_COLUMNS;
                int rows = Math.min(BLOCK_ROWS, m - row);
                int columns = Math.min(BLOCK_COLUMNS, n - column);
                for (int term = 0; term < k; term += BLOCK_TERMS) {
                    int terms = Math.min(BLOCK_TERMS, k - term);
                    packA(problem, a, row, term, rows, terms, packedA);
                    packB(problem, b, term, column, terms, columns, packedB);
                    boolean add = problem.accumulate() || term > 0;
                    long block = c + 4 * ((long) row * n + column);
                    multiply(packedA, packedB, terms, packedB + panelsB, block, 4L * n, rows, columns, add);
                }
            });
        };
    }

    /** Packs the block of a as [rows / 6][K][6]. */
    private static void packA(MatmulSpec problem, long a, int row, int term, int rows, int terms, long to) {
        long rowStep = problem.transposeA() ? 4 : 4L * problem.k();
        long termStep = problem.transposeA() ? 4L * problem.m() : 4;
        long at = to;
        for (int panel = 0; panel < rows; panel += TILE_ROWS) {
            for (int l = 0; l < terms; l++) {
                long from = a + (row + panel) * rowStep + (term + l) * termStep;
                for (int i = 0; i < TILE_ROWS; i++) {
                    put(at, panel + i < rows ? get(from + i * rowStep) : 0);
                    at += 4;
                }
            }
        }
    }

    /** Packs the block of b as [columns / (2 vectors)][K][2 vectors]. */
    private static void packB(MatmulSpec problem, long b, int term, int column, int terms, int columns, long to) {
        for (int panel = 0; panel < columns; panel += TILE_COLUMNS) {
            int width = Math.min(TILE_COLUMNS, columns - panel);
            long at = to + 4L * panel * terms;
            if (problem.transposeB()) {
                packTransposed(b + 4 * ((column + panel) * (long) problem.k() + term), 4L * problem.k(), terms, width, at);
            } else {
                packRows(b + 4 * (term * (long) problem.n() + column + panel), 4L * problem.n(), terms, width, at);
            }
        }
    }

    private static void packRows(long b, long pitch, int terms, int width, long to) {
        VectorMask<Float> left = Simd.first(width);
        VectorMask<Float> right = Simd.first(width - Simd.LANES);
        for (int l = 0; l < terms; l++) {
            long at = to + 4L * l * TILE_COLUMNS;
            Simd.store(Simd.load(b + l * pitch, left), at);
            Simd.store(Simd.load(b + l * pitch + 4L * Simd.LANES, right), at + 4L * Simd.LANES);
        }
    }

    private static void packTransposed(long b, long pitch, int terms, int width, long to) {
        for (int j = 0; j < TILE_COLUMNS; j++) {
            for (int l = 0; l < terms; l++) {
                put(to + 4L * (l * TILE_COLUMNS + j), j < width ? get(b + j * pitch + 4L * l) : 0);
            }
        }
    }

    /** Computes the block of c tile by tile; the results of a tile pass through the memory at {@code sums}. */
    private static void multiply(
            long a, long b, int terms, long sums, long c, long pitch, int rows, int columns, boolean add) {
        for (int column = 0; column < columns; column += TILE_COLUMNS) {
            for (int row = 0; row < rows; row += TILE_ROWS) {
                tile(a + 4L * row * terms, b + 4L * column * terms, terms, sums);
                long to = c + row * pitch + 4L * column;
                put(sums, to, pitch, Math.min(TILE_ROWS, rows - row), Math.min(TILE_COLUMNS, columns - column), add);
            }
        }
    }

    private static void tile(long a, long b, int terms, long sums) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        for (int l = 0; l < terms; l++) {
            long from = a + 4L * TILE_ROWS * l;
            FloatVector b0 = Simd.load(b + 4L * TILE_COLUMNS * l);
            FloatVector b1 = Simd.load(b + 4L * TILE_COLUMNS * l + 4L * Simd.LANES);
            FloatVector a0 = Simd.broadcast(from);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = Simd.broadcast(from + 4);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = Simd.broadcast(from + 8);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = Simd.broadcast(from + 12);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = Simd.broadcast(from + 16);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = Simd.broadcast(from + 20);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        Simd.store(c00, sums + 4L * 0 * Simd.LANES);
        Simd.store(c01, sums + 4L * 1 * Simd.LANES);
        Simd.store(c10, sums + 4L * 2 * Simd.LANES);
        Simd.store(c11, sums + 4L * 3 * Simd.LANES);
        Simd.store(c20, sums + 4L * 4 * Simd.LANES);
        Simd.store(c21, sums + 4L * 5 * Simd.LANES);
        Simd.store(c30, sums + 4L * 6 * Simd.LANES);
        Simd.store(c31, sums + 4L * 7 * Simd.LANES);
        Simd.store(c40, sums + 4L * 8 * Simd.LANES);
        Simd.store(c41, sums + 4L * 9 * Simd.LANES);
        Simd.store(c50, sums + 4L * 10 * Simd.LANES);
        Simd.store(c51, sums + 4L * 11 * Simd.LANES);
    }

    private static void put(long sums, long c, long pitch, int rows, int columns, boolean add) {
        VectorMask<Float> left = Simd.first(columns);
        VectorMask<Float> right = Simd.first(columns - Simd.LANES);
        for (int row = 0; row < rows; row++) {
            FloatVector value0 = Simd.load(sums + 4L * row * TILE_COLUMNS);
            FloatVector value1 = Simd.load(sums + 4L * row * TILE_COLUMNS + 4L * Simd.LANES);
            long to = c + row * pitch;
            long next = to + 4L * Simd.LANES;
            Simd.store(add ? value0.add(Simd.load(to, left)) : value0, to, left);
            Simd.store(add ? value1.add(Simd.load(next, right)) : value1, next, right);
        }
    }

    private static float get(long address) {
        return Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, address);
    }

    private static void put(long address, float value) {
        Simd.MEMORY.set(ValueLayout.JAVA_FLOAT, address, value);
    }
}
