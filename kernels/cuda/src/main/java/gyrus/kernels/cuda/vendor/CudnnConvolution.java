package gyrus.kernels.cuda.vendor;

import static gyrus.kernels.cuda.vendor.CudnnTensor.ONE;
import static gyrus.kernels.cuda.vendor.CudnnTensor.ZERO;
import static jcuda.jcudnn.JCudnn.cudnnActivationForward;
import static jcuda.jcudnn.JCudnn.cudnnAddTensor;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardData;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardFilter;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionForward;
import static jcuda.jcudnn.JCudnn.cudnnCreateActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnSetActivationDescriptor;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.cuda.launch.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnActivationMode;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnNanPropagation;
import jcuda.jcudnn.cudnnTensorDescriptor;

/**
 * One pass of a convolution by cuDNN, prepared for one problem.
 *
 * <p>cuDNN takes weights as [O,kh,kw,I], while Gyrus stores [kh,kw,I,O]: they are transposed before or after the call. cuDNN reads
 * channel windows directly if it has an algorithm for their strides; otherwise they are packed first.
 *
 * <p>The scratch memory holds the transposed weights, the packed images if any, and the algorithm's workspace.
 */
public final class CudnnConvolution {

    /** The pass of a convolution: forward, or one of its gradients. */
    public enum Pass {
        FORWARD, GRAD_INPUT, GRAD_WEIGHT
    }

    private static final int MOST_ALGORITHMS = 16;
    private static final long ALIGNMENT = 256;

    private final CudnnHandle cudnn;
    private final ConvSpec problem;
    private final Pass pass;
    private final CudnnWindow window;
    private final cudnnActivationDescriptor relu = new cudnnActivationDescriptor();
    private final CudnnTensor weights;
    private final CudnnTensor turnedWeights;
    private final CudnnTensor bias;
    private final CudnnImage input;
    private final CudnnImage output;
    private final Optional<CudnnAlgorithm> algorithm; // present in all that "of" returns

    private CudnnConvolution(CudnnHandle cudnn, ConvSpec problem, Pass pass, Precision precision) {
        this.cudnn = cudnn;
        this.problem = problem;
        this.pass = pass;
        cudnn.open();
        describeRelu();
        window = new CudnnWindow(cudnn, problem, precision);
        weights = new CudnnTensor(cudnn, TensorLayout.ofWeights(problem));
        turnedWeights = new CudnnTensor(cudnn, weights.layout().packed());
        bias = new CudnnTensor(cudnn, TensorLayout.ofBias((pass == Pass.GRAD_INPUT ? problem.input() : problem.output()).c()));
        CudnnImage x = CudnnImage.inPlace(cudnn, problem.input());
        CudnnImage y = CudnnImage.inPlace(cudnn, problem.output());
        Optional<CudnnAlgorithm> found = CudnnAlgorithm.first(algorithms(x, y), precision);
        if (found.isEmpty()) {
            x = CudnnImage.packed(cudnn, problem.input());
            y = CudnnImage.packed(cudnn, problem.output());
            found = CudnnAlgorithm.first(algorithms(x, y), precision);
        }
        input = x;
        output = y;
        algorithm = found;
    }

    /** Prepares a pass, or returns the reason why cuDNN has no algorithm for it. */
    public static Found<CudnnConvolution> of(CudnnHandle cudnn, ConvSpec problem, Pass pass, Precision precision) {
        CudnnConvolution convolution = new CudnnConvolution(cudnn, problem, pass, precision);
        if (convolution.algorithm.isEmpty()) {
            return Found.missing("cuDNN has no deterministic algorithm for it in " + precision.text());
        }
        if (precision != Precision.FLOAT32) {
            convolution.window.setMath(convolution.algorithm.get().mathType());
        }
        return Found.here(convolution);
    }

    private void describeRelu() {
        check(cudnnCreateActivationDescriptor(relu), "describing the ReLU");
        check(cudnnSetActivationDescriptor(relu, cudnnActivationMode.CUDNN_ACTIVATION_RELU,
                cudnnNanPropagation.CUDNN_PROPAGATE_NAN, 0), "describing the ReLU");
    }

    /** Returns the algorithms that cuDNN's heuristics list for these layouts; empty if it does not support them. */
    private List<CudnnAlgorithm> algorithms(CudnnImage x, CudnnImage y) {
        cudnnHandle handle = cudnn.open();
        cudnnTensorDescriptor in = x.used().descriptor();
        cudnnTensorDescriptor out = y.used().descriptor();
        int[] count = {0};
        return switch (pass) {
            case FORWARD -> {
                var found = new cudnnConvolutionFwdAlgoPerf[MOST_ALGORITHMS];
                Arrays.setAll(found, i -> new cudnnConvolutionFwdAlgoPerf());
                int status = cudnnGetConvolutionForwardAlgorithm_v7(
                        handle, in, window.weights(), window.sliding(), out, found.length, count, found);
                yield listed(status, count[0], i -> new CudnnAlgorithm(
                        found[i].algo, found[i].status, found[i].determinism, found[i].mathType, found[i].memory));
            }
            case GRAD_INPUT -> {
                var found = new cudnnConvolutionBwdDataAlgoPerf[MOST_ALGORITHMS];
                Arrays.setAll(found, i -> new cudnnConvolutionBwdDataAlgoPerf());
                int status = cudnnGetConvolutionBackwardDataAlgorithm_v7(
                        handle, window.weights(), out, window.sliding(), in, found.length, count, found);
                yield listed(status, count[0], i -> new CudnnAlgorithm(
                        found[i].algo, found[i].status, found[i].determinism, found[i].mathType, found[i].memory));
            }
            case GRAD_WEIGHT -> {
                var found = new cudnnConvolutionBwdFilterAlgoPerf[MOST_ALGORITHMS];
                Arrays.setAll(found, i -> new cudnnConvolutionBwdFilterAlgoPerf());
                int status = cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                        handle, in, out, window.sliding(), window.weights(), found.length, count, found);
                yield listed(status, count[0], i -> new CudnnAlgorithm(
                        found[i].algo, found[i].status, found[i].determinism, found[i].mathType, found[i].memory));
            }
        };
    }

    private static List<CudnnAlgorithm> listed(int status, int count, IntFunction<CudnnAlgorithm> algorithm) {
        return status == 0 ? IntStream.range(0, count).mapToObj(algorithm).toList() : List.of();
    }

    /** Returns the bytes of scratch memory that a run uses. */
    public long scratchBytes() {
        return workspace(0) + workspaceBytes();
    }

    private int number() {
        return algorithm.orElseThrow().number();
    }

    private long workspaceBytes() {
        return algorithm.orElseThrow().workspaceBytes();
    }

    private long inputCopy(long scratch) {
        return scratch + aligned(turnedWeights.layout().bytes());
    }

    private long outputCopy(long scratch) {
        return inputCopy(scratch) + aligned(input.copyBytes());
    }

    private long workspace(long scratch) {
        return outputCopy(scratch) + aligned(output.copyBytes());
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /** Runs the pass on the addresses of the op's operands. */
    public void run(long scratch, long[] operands) {
        switch (pass) {
            case FORWARD -> forward(scratch, operands);
            case GRAD_INPUT -> gradInput(scratch, operands);
            case GRAD_WEIGHT -> gradWeight(scratch, operands);
        }
    }

    private void forward(long scratch, long[] operands) {
        weights.transform(operands[1], turnedWeights, scratch, false);
        input.copyIn(operands[0], inputCopy(scratch));
        Pointer x = at(input.place(operands[0], inputCopy(scratch)));
        Pointer y = at(output.place(operands[2], outputCopy(scratch)));
        check(cudnnConvolutionForward(cudnn.open(), ONE, input.used().descriptor(), x, window.weights(), at(scratch),
                window.sliding(), number(), at(workspace(scratch)), workspaceBytes(), kept(output), output.used().descriptor(), y),
                "the forward pass");
        finish(output, y, operands);
        output.copyOut(operands[2], outputCopy(scratch), problem.accumulate());
    }

    private void gradInput(long scratch, long[] operands) {
        weights.transform(operands[1], turnedWeights, scratch, false);
        output.copyIn(operands[0], outputCopy(scratch));
        Pointer dy = at(output.place(operands[0], outputCopy(scratch)));
        Pointer dx = at(input.place(operands[2], inputCopy(scratch)));
        check(cudnnConvolutionBackwardData(cudnn.open(), ONE, window.weights(), at(scratch), output.used().descriptor(), dy,
                window.sliding(), number(), at(workspace(scratch)), workspaceBytes(), kept(input), input.used().descriptor(), dx),
                "the gradient of the input");
        finish(input, dx, operands);
        input.copyOut(operands[2], inputCopy(scratch), problem.accumulate());
    }

    private void gradWeight(long scratch, long[] operands) {
        input.copyIn(operands[0], inputCopy(scratch));
        output.copyIn(operands[1], outputCopy(scratch));
        Pointer x = at(input.place(operands[0], inputCopy(scratch)));
        Pointer dy = at(output.place(operands[1], outputCopy(scratch)));
        check(cudnnConvolutionBackwardFilter(cudnn.open(), ONE, input.used().descriptor(), x, output.used().descriptor(), dy,
                window.sliding(), number(), at(workspace(scratch)), workspaceBytes(), ZERO, window.weights(),
                at(scratch)),
                "the gradient of the weights");
        turnedWeights.transform(scratch, weights, operands[2], problem.accumulate());
    }

    /** Returns the factor of a result's previous values. It is 0 for a copy, which is added to the operand afterwards. */
    private Pointer kept(CudnnImage result) {
        return problem.accumulate() && !result.isPacked() ? ONE : ZERO;
    }

    private void finish(CudnnImage image, Pointer result, long[] operands) {
        cudnnTensorDescriptor tensor = image.used().descriptor();
        if (problem.epilogue().hasBias()) {
            check(cudnnAddTensor(cudnn.open(), ONE, bias.descriptor(), at(operands[3]), ONE, tensor, result), "adding the bias");
        }
        if (problem.epilogue() == Epilogue.BIAS_RELU) {
            check(cudnnActivationForward(cudnn.open(), relu, ONE, tensor, result, ZERO, tensor, result), "the ReLU");
        }
    }

    private static Pointer at(long address) {
        return new DevicePointer(address);
    }

    private void check(int status, String doing) {
        cudnn.check(status, doing + " of " + problem);
    }
}
