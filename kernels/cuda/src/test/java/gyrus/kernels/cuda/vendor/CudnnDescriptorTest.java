package gyrus.kernels.cuda.vendor;

import static jcuda.jcudnn.JCudnn.cudnnGetConvolution2dForwardOutputDim;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionMathType;
import static jcuda.jcudnn.JCudnn.cudnnGetTensor4dDescriptor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Precision;
import java.nio.file.Path;
import jcuda.driver.CUstream;
import jcuda.jcudnn.cudnnMathType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** cuDNN reads back the descriptors that Gyrus sets. Runs on machines with cuDNN, with or without a GPU. */
final class CudnnDescriptorTest {

    private CudnnHandle cudnn;

    @BeforeEach
    void load() {
        LibraryFolders folders = LibraryFolders.ofThisMachine();
        StreamContext nowhere = new StreamContext("test", new CUstream(), () -> {}, bytes -> 0);
        switch (CudnnHandle.find(folders)) {
            case Found.Here<Path>(Path library) -> CudnnHandle.load(library, folders);
            case Found.Missing<Path>(String reason) -> abort("cuDNN is not installed here: " + reason);
        }
        if (CudnnHandle.on(nowhere, folders) instanceof Found.Here<CudnnHandle>(CudnnHandle handle)) {
            cudnn = handle;
        }
    }

    @Test
    void itTakesTheStridesOfEveryImage() {
        for (ConvSpec problem : ConvSpec.cases()) {
            for (Image image : new Image[] {problem.input(), problem.output()}) {
                CudnnTensor tensor = new CudnnTensor(cudnn, TensorLayout.of(image));
                int[][] got = new int[9][1];
                cudnn.check(cudnnGetTensor4dDescriptor(
                        tensor.descriptor(), got[0], got[1], got[2], got[3], got[4], got[5], got[6], got[7], got[8]), "asking");
                assertArrayEquals(new int[] {image.n(), image.c(), image.h(), image.w()},
                        new int[] {got[1][0], got[2][0], got[3][0], got[4][0]}, problem.toString());
                assertEquals(image.pitch(), got[8][0], problem.toString());
                assertEquals(1, got[6][0], problem.toString());
            }
        }
    }

    @Test
    void itFindsTheOutputThatWeDo() {
        for (ConvSpec problem : ConvSpec.cases()) {
            CudnnWindow window = new CudnnWindow(cudnn, problem, Precision.FLOAT32);
            CudnnTensor x = new CudnnTensor(cudnn, TensorLayout.of(problem.input()));
            int[][] got = new int[4][1];
            cudnn.check(cudnnGetConvolution2dForwardOutputDim(
                    window.sliding(), x.descriptor(), window.weights(), got[0], got[1], got[2], got[3]), "asking");
            Image out = problem.output();
            assertArrayEquals(new int[] {out.n(), out.c(), out.h(), out.w()},
                    new int[] {got[0][0], got[1][0], got[2][0], got[3][0]}, problem.toString());
        }
    }

    @Test
    void float32IsNotTf32() {
        int[] math = {0};
        cudnnGetConvolutionMathType(new CudnnWindow(cudnn, ConvSpec.cases().getFirst(), Precision.FLOAT32).sliding(), math);
        assertEquals(cudnnMathType.CUDNN_FMA_MATH, math[0]);
    }

    @Test
    void aRefusalHasTheWordsOfTheLibrary() {
        CudaException refused = assertThrows(CudaException.class,
                () -> new CudnnTensor(cudnn, new TensorLayout(1, -1, 1, 1, 1, 1, 1, 1)));
        assertTrue(refused.getMessage().startsWith("device test: cuDNN: describing TensorLayout["), refused.getMessage());
        assertTrue(refused.getMessage().contains("failed: CUDNN_STATUS_BAD_PARAM"), refused.getMessage());
    }
}
