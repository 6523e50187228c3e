package gyrus.kernels.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Extent;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Operand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device for looking for faults names what made one. */
final class CheckedDriverTest {

    private static final Extent HUNDRED = Extent.vector(100);
    private static final String PTX = """
            .version 8.0
            .target sm_75
            .address_size 64
            .visible .entry one(
            .param .u64 one_param_0
            )
            {
            .reg .b64 %rd<3>;
            ld.param.u64 %rd1, [one_param_0];
            cvta.to.global.u64 %rd2, %rd1;
            st.global.u32 [%rd2], 1;
            ret;
            }
            """;

    private static CudaDevice debugging() {
        return new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, true, Selector.declared());
    }

    @Test
    void itsNameSaysSoAndItCapturesNothing() {
        try (CudaDevice device = debugging()) {
            assertEquals("cuda:0:debug", device.name());
            assertTrue(device.description().endsWith("every launch checked"));
            assertFalse(device.canCapture());
        }
    }

    @Test
    void kernelsThatKeepToTheirBuffersRunAsEverywhere() {
        try (CudaDevice device = debugging()) {
            Operand y = Operand.of(device.allocate(100));
            device.launch(new Fill(), new FillSpec(HUNDRED, 3), y);
            device.read(y, HUNDRED, host -> assertEquals(3, host.get(99)));
        }
    }

    /** Just behind a buffer, and just before it, where the interpreter sees nothing wrong, for it is within the allocation. */
    @Test
    void aWriteOutsideOfABufferNamesTheKernelAndThePlace() {
        for (long offset : List.of(400L, -4L)) {
            CheckedDriver driver = new CheckedDriver(new PtxDriver());
            long buffer = driver.allocate(400);
            Arguments arguments = new Arguments(List.of(Argument.port(0)));
            Runnable launch = driver.prepare("stray.ptx", PTX, "one", Dim.of(1), Dim.of(1), 0, arguments);
            arguments.address(0, buffer);
            launch.run();
            arguments.address(0, buffer + offset);
            CudaException fault = assertThrows(CudaException.class, launch::run);
            assertEquals("kernel one of stray.ptx, 1 x 1 x 1 blocks of 1 x 1 x 1 threads, arguments [Pointer[port=0]]: "
                    + "it wrote outside of a buffer of 400 bytes, at byte " + offset, fault.getMessage());
        }
    }

    /** A device reports the fault with the op, its variant and the problem. */
    @Test
    void aRefusalOfTheDriverNamesTheOpAndTheProblem() {
        Driver failing = new FailingDriver(new PtxDriver(), Long.MAX_VALUE, 0);
        try (CudaDevice device = new CudaDevice(0, failing, Precision.FLOAT32, true, Selector.declared())) {
            Operand y = Operand.of(device.allocate(100));
            CudaException fault = assertThrows(CudaException.class, () -> device.launch(new Fill(), new FillSpec(HUNDRED, 3), y));
            String message = fault.getMessage();
            assertTrue(message.startsWith("fill by vectorized on FillSpec"), message);
            assertTrue(message.contains("kernel fill of vectorized.ptx"), message);
            assertTrue(message.endsWith("device cuda:0: launching fill failed: an error made for a test"), message);
        }
    }
}
