package gyrus.ptx.tensorcore;

import gyrus.ptx.block.Block;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.instruction.WarpExchange;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;

/**
 * Compiles the tensor-core product D = A B + C of a warp: {@code mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32}, and its
 * variant for bf16. The PTX manual defines which thread holds which elements. Sums are rounded once, as if they were exact before.
 */
public final class MatrixProduct {

    private static final int M = 16;
    private static final int N = 8;

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public MatrixProduct(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        boolean tf32 = statement.has("tf32");
        int k = statement.has("m16n8k4") ? 4 : statement.has("m16n8k8") ? 8 : statement.has("m16n8k16") ? 16 : 0;
        boolean known = k > 0 && statement.has("row") && statement.has("col")
                && (tf32 && k <= 8 || statement.has("bf16") && k >= 8);
        if (!known) {
            throw statement.unsupported();
        }
        int[] d = places(statement.operand(0));
        int[] a = places(statement.operand(1));
        int[] b = places(statement.operand(2));
        int[] c = places(statement.operand(3));
        return (block, lanes, count) -> WarpExchange.forWholeWarps(block, lanes, count, first -> {
            float[] left = new float[M * k]; // [row][k]
            float[] right = new float[N * k]; // [column][k]
            for (int e = 0; e < a.length; e++) {
                collect(block.ints(a[e]), first, tf32, k, e % 2 * 8, e / 2, left);
            }
            for (int e = 0; e < b.length; e++) {
                collect(block.ints(b[e]), first, tf32, k, 0, e, right);
            }
            for (int e = 0; e < 4; e++) {
                int[] from = block.ints(c[e]);
                int[] to = block.ints(d[e]);
                for (int lane = 0; lane < Block.WARP; lane++) {
                    int row = lane / 4 + e / 2 * 8;
                    int column = lane % 4 * 2 + e % 2;
                    double sum = Float.intBitsToFloat(from[first + lane]);
                    to[first + lane] = Float.floatToRawIntBits((float) (sum + dot(left, row * k, right, column * k, k)));
                }
            }
        });
    }

    private static double dot(float[] a, int fromA, float[] b, int fromB, int k) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
            sum += (double) a[fromA + l] * b[fromB + l];
        }
        return sum;
    }

    private int[] places(Operand operand) {
        return ((Operand.Vector) operand).elements().stream().mapToInt(operands::intPlace).toArray();
    }

    /**
     * Copies one register of every lane to a matrix. Lane 4 g + t holds, for row (or column) g + shift, the t-th number of a group
     * of four in tf32, or the elements 2 t and 2 t + 1 of a group of eight in bf16.
     */
    public static void collect(int[] register, int first, boolean tf32, int k, int shift, int part, float[] matrix) {
        for (int lane = 0; lane < Block.WARP; lane++) {
            int bits = register[first + lane];
            int row = (lane / 4 + shift) * k;
            int member = lane % 4;
            if (tf32) {
                matrix[row + member + 4 * part] = truncated(bits);
            } else {
                matrix[row + 2 * member + 8 * part] = Float.intBitsToFloat(bits << 16);
                matrix[row + 2 * member + 8 * part + 1] = Float.intBitsToFloat(bits & 0xFFFF0000);
            }
        }
    }

    /** Returns the upper 19 bits of a number, which tensor cores read of a tf32. */
    private static float truncated(int bits) {
        return Float.intBitsToFloat(bits & 0xFFFFE000);
    }
}
