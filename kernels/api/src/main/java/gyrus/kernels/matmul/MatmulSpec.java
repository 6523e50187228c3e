package gyrus.kernels.matmul;

import gyrus.kernels.Extent;

/**
 * {@code c = op(a) op(b)}, added to c when {@code accumulate}; all dense, row by row. c is m x n, op(a) m x k, op(b) k x n;
 * a is stored k x m when {@code transposeA}, b n x k when {@code transposeB}.
 */
public record MatmulSpec(int m, int n, int k, boolean transposeA, boolean transposeB, boolean accumulate) {

    public MatmulSpec {
        if (m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException("matmul: needs positive extents, got m " + m + ", n " + n + ", k " + k);
        }
    }

    public Extent a() {
        return transposeA ? Extent.dense(k, m) : Extent.dense(m, k);
    }

    public Extent b() {
        return transposeB ? Extent.dense(n, k) : Extent.dense(k, n);
    }

    public Extent c() {
        return Extent.dense(m, n);
    }

    @Override
    public String toString() {
        return "[" + m + "," + k + "]" + (transposeA ? "^T" : "") + " [" + k + "," + n + "]" + (transposeB ? "^T" : "")
                + (accumulate ? " accumulate" : "");
    }
}
