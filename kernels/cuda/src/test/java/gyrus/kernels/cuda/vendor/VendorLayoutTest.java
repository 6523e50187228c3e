package gyrus.kernels.cuda.vendor;

import static jcuda.jcudnn.cudnnMathType.CUDNN_DEFAULT_MATH;
import static jcuda.jcudnn.cudnnMathType.CUDNN_FMA_MATH;
import static jcuda.jcudnn.cudnnMathType.CUDNN_TENSOR_OP_MATH;
import static jcuda.jcudnn.cudnnMathType.CUDNN_TENSOR_OP_MATH_ALLOW_CONVERSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.DType;
import gyrus.kernels.Image;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.VendorKernel;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.ReferenceDevice;
import gyrus.kernels.device.Selector;
import gyrus.kernels.matmul.Matmul;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.memory.Pool;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The layouts of operands for NVIDIA's libraries, which define orders differently, and the problems that these do not serve. */
final class VendorLayoutTest {

    @Test
    void anImagesStepsReachItsElements() {
        Image window = new Image(3, 5, 4, 6, 10);
        TensorLayout layout = TensorLayout.of(window);
        for (int n = 0; n < 3; n++) {
            for (int h = 0; h < 5; h++) {
                for (int w = 0; w < 4; w++) {
                    for (int c = 0; c < 6; c++) {
                        assertEquals(window.offset(n, h, w) + c, address(layout, n, c, h, w));
                    }
                }
            }
        }
        assertEquals(4 * window.extent().span(), layout.bytes());
        assertFalse(layout.isPacked());
        assertTrue(layout.packed().isPacked());
        assertEquals(TensorLayout.of(Image.dense(3, 5, 4, 6)), layout.packed());
    }

    @Test
    void weightsAreTurnedFromOursToTheLibrarys() {
        int in = 5;
        int out = 7;
        ConvSpec problem = new ConvSpec(Image.dense(1, 8, 9, in), Image.dense(1, 8, 9, out),
                new ConvSpec.Filter(3, 5, 1, 1, 2, 1), ConvSpec.Epilogue.NONE, false);
        TensorLayout ours = TensorLayout.ofWeights(problem);
        TensorLayout theirs = ours.packed();
        for (int o = 0; o < out; o++) {
            for (int c = 0; c < in; c++) {
                for (int r = 0; r < 3; r++) {
                    for (int s = 0; s < 5; s++) {
                        assertEquals(((r * 5 + s) * in + c) * out + o, address(ours, o, c, r, s), "[kh,kw,I,O]");
                        assertEquals(((o * 3 + r) * 5 + s) * in + c, address(theirs, o, c, r, s), "[O,kh,kw,I]");
                    }
                }
            }
        }
        assertEquals(4 * problem.weights().elements(), ours.bytes());
        assertEquals(ours.bytes(), theirs.bytes());
    }

    private static long address(TensorLayout layout, int n, int c, int h, int w) {
        return (long) n * layout.stepN() + (long) c * layout.stepC() + (long) h * layout.stepH() + (long) w * layout.stepW();
    }

    /** Plain loops that read and write column by column, as BLAS does, give the product. */
    @Test
    void aProductColumnByColumnIsOursRowByRow() {
        for (MatmulSpec problem : new Matmul().cases()) {
            if (problem.m() * problem.n() * problem.k() > 1_000_000) {
                continue;
            }
            try (Pool pool = new Pool()) {
                Random random = new Random(1);
                Operand[] operands = new Matmul().ports(problem).stream().map(port -> {
                    Operand operand = Operand.of(pool.allocate(DType.FLOAT64, port.extent().span()));
                    for (int i = 0; i < port.extent().span(); i++) {
                        operand.set(i, random.nextGaussian());
                    }
                    return operand;
                }).toArray(Operand[]::new);
                ColumnMajorProduct product = ColumnMajorProduct.ofRowMajor(
                        problem.m(), problem.n(), problem.k(), problem.transposeA(), problem.transposeB(), problem.accumulate());
                double[] got = columnMajor(product, operands[1], operands[0], operands[2]);
                Catalog.reference(new Matmul()).compute(problem, operands);
                for (int i = 0; i < got.length; i++) {
                    assertEquals(operands[2].get(i), got[i], 1e-10, problem.toString());
                }
            }
        }
    }

    private static double[] columnMajor(ColumnMajorProduct product, Operand a, Operand b, Operand c) {
        double[] result = new double[product.rows() * product.columns()];
        for (int i = 0; i < product.rows(); i++) {
            for (int j = 0; j < product.columns(); j++) {
                double sum = product.accumulate() ? c.get(i + (long) j * product.stepC()) : 0;
                for (int l = 0; l < product.terms(); l++) {
                    sum += a.get(product.transposeA() ? l + (long) i * product.stepA() : i + (long) l * product.stepA())
                            * b.get(product.transposeB() ? j + (long) l * product.stepB() : l + (long) j * product.stepB());
                }
                result[i + j * product.stepC()] = sum;
            }
        }
        return result;
    }

    @Test
    void theFirstAlgorithmIsTakenThatIsDeterministicAndPreciseEnough() {
        CudnnAlgorithm random = new CudnnAlgorithm(0, 0, 0, CUDNN_FMA_MATH, 0);
        CudnnAlgorithm unsupported = new CudnnAlgorithm(1, 9, 1, CUDNN_FMA_MATH, 0);
        CudnnAlgorithm halved = new CudnnAlgorithm(2, 0, 1, CUDNN_TENSOR_OP_MATH_ALLOW_CONVERSION, 0);
        CudnnAlgorithm huge = new CudnnAlgorithm(3, 0, 1, CUDNN_DEFAULT_MATH, 1L << 40);
        CudnnAlgorithm tensorCores = new CudnnAlgorithm(4, 0, 1, CUDNN_TENSOR_OP_MATH, 1 << 20);
        CudnnAlgorithm plain = new CudnnAlgorithm(5, 0, 1, CUDNN_FMA_MATH, 1 << 20);
        List<CudnnAlgorithm> listed = List.of(random, unsupported, halved, huge, tensorCores, plain);
        assertEquals(Optional.of(plain), CudnnAlgorithm.first(listed, Precision.FLOAT32));
        assertEquals(Optional.of(tensorCores), CudnnAlgorithm.first(listed, Precision.TF32));
        assertEquals(Optional.empty(), CudnnAlgorithm.first(List.of(random, unsupported, halved, huge), Precision.TF32));
    }

    @Test
    void theReasonNamesAMissingLibrary() {
        Set<String> reasons = new TreeSet<>();
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared());
                Device reference = new ReferenceDevice()) {
            for (Op<?> op : Catalog.ops()) {
                collect(op, device, reference, reasons);
            }
        }
        assertEquals(Set.of("conv forward Cudnn: cuDNN: the PTX interpreter runs kernels alone",
                "conv grad input Cudnn: cuDNN: the PTX interpreter runs kernels alone",
                "conv grad weight Cudnn: cuDNN: the PTX interpreter runs kernels alone",
                "matmul Cublas: cuBLAS: the PTX interpreter runs kernels alone",
                "max pool forward Cudnn: cuDNN: the PTX interpreter runs kernels alone",
                "max pool gradient Cudnn: cuDNN: the PTX interpreter runs kernels alone"), reasons);
    }

    private static <S> void collect(Op<S> op, CudaDevice device, Device reference, Set<String> reasons) {
        Catalog.kernels(op).stream().filter(VendorKernel.class::isInstance).forEach(kernel -> {
            for (S problem : op.cases()) {
                if (kernel.supports(problem, device) instanceof Support.No(String reason)) {
                    reasons.add(op.name() + " " + kernel.name() + ": " + reason);
                }
                assertTrue(kernel.supports(problem, reference) instanceof Support.No);
            }
        });
    }
}
