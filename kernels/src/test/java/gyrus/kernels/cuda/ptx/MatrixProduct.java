package gyrus.kernels.cuda.ptx;


/**
 * The tensor cores' product of a warp's small matrices, D = A B + C: {@code mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32}
 * and the same of bf16. Which thread holds which elements is the PTX manual's; sums are rounded once, as if exact before.
 */
final class MatrixProduct {

    private static final int M = 16;
    private static final int N = 8;

    private final Compiler compiler;

    MatrixProduct(Compiler compiler) {
        this.compiler = compiler;
    }

    Action.Compute compile(Statement statement) {
        boolean tf32 = statement.has("tf32");
        int k = statement.has("m16n8k4") ? 4 : statement.has("m16n8k8") ? 8 : statement.has("m16n8k16") ? 16 : 0;
        boolean known = k > 0 && statement.has("row") && statement.has("col") && (tf32 && k <= 8 || statement.has("bf16") && k >= 8);
        if (!known) {
            throw statement.unsupported();
        }
        int[] d = places(statement.operand(0));
        int[] a = places(statement.operand(1));
        int[] b = places(statement.operand(2));
        int[] c = places(statement.operand(3));
        return (block, lanes, count) -> WarpExchange.forWholeWarps(block, lanes, count, first -> {
            float[][] left = new float[M][k];
            float[][] right = new float[k][N];
            for (int lane = 0; lane < Block.WARP; lane++) {
                collect(block, first, lane, tf32, a, b, left, right);
            }
            for (int lane = 0; lane < Block.WARP; lane++) {
                for (int e = 0; e < 4; e++) {
                    int row = lane / 4 + e / 2 * 8;
                    int column = lane % 4 * 2 + e % 2;
                    double sum = Float.intBitsToFloat(block.ints(c[e])[first + lane]);
                    for (int l = 0; l < k; l++) {
                        sum += (double) left[row][l] * right[l][column];
                    }
                    block.ints(d[e])[first + lane] = Float.floatToRawIntBits((float) sum);
                }
            }
        });
    }

    private int[] places(Operand operand) {
        return ((Operand.Vector) operand).elements().stream().mapToInt(compiler::intPlace).toArray();
    }

    /** One lane's elements of A and B: a register holds one number of tf32, or two neighbours of bf16. */
    private static void collect(Block block, int first, int lane, boolean tf32, int[] a, int[] b, float[][] left, float[][] right) {
        int group = lane / 4;
        int member = lane % 4;
        for (int e = 0; e < a.length; e++) {
            int bits = block.ints(a[e])[first + lane];
            int row = group + e % 2 * 8;
            if (tf32) {
                left[row][member + e / 2 * 4] = truncated(bits);
            } else {
                left[row][2 * member + e / 2 * 8] = Float.intBitsToFloat(bits << 16);
                left[row][2 * member + e / 2 * 8 + 1] = Float.intBitsToFloat(bits & 0xFFFF0000);
            }
        }
        for (int e = 0; e < b.length; e++) {
            int bits = block.ints(b[e])[first + lane];
            if (tf32) {
                right[member + e * 4][group] = truncated(bits);
            } else {
                right[2 * member + e * 8][group] = Float.intBitsToFloat(bits << 16);
                right[2 * member + e * 8 + 1][group] = Float.intBitsToFloat(bits & 0xFFFF0000);
            }
        }
    }

    /** Tensor cores read the 19 upper bits of a tf32. */
    private static float truncated(int bits) {
        return Float.intBitsToFloat(bits & 0xFFFFE000);
    }
}
