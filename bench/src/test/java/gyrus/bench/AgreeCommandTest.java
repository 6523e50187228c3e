package gyrus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.Gyrus;
import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.fill.CudaVectorized;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.KernelSet;
import gyrus.kernels.fill.FillSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code gyrus bench agree} on the PTX interpreter: kernels that ship agree, and a fault is told and fails the command. */
final class AgreeCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private static final int MANY = 1 << 20; // more elements than any case has

    /** The kernel that ships, launched over more elements than its problem has. */
    private static final class TooWide implements CudaKernel<FillSpec> {

        private final CudaVectorized fill = new CudaVectorized();

        @Override
        public CudaSource source() {
            return fill.source();
        }

        @Override
        public List<Launch> launches(FillSpec problem) {
            return fill.launches(new FillSpec(Extent.vector(MANY), problem.value()));
        }
    }

    /** The faulty kernel for the op fill, and none for others. */
    private static final class Faulty implements KernelSet {

        @Override
        public <S> List<Kernel<S>> kernels(Op<S> op) {
            if (!op.name().equals("fill")) {
                return List.of();
            }
            @SuppressWarnings("unchecked") // the op is fill
            Kernel<S> tooWide = (Kernel<S>) new TooWide();
            return List.of(tooWide);
        }
    }

    @Test
    void kernelsThatShipAgreeOnTheInterpreter() {
        assertEquals(0, run(new AgreeCommand(), "max pool forward", "--device", "ptx"), errors.toString());
        assertTrue(out.toString().startsWith("ptx: PTX interpreter, compute capability 9.0\nmax pool forward"), out.toString());
        assertTrue(out.toString().contains("vectorized") && out.toString().endsWith("problems: all agree\n"), out.toString());
    }

    @Test
    void aFaultIsToldWithKindKernelAndSource() {
        assertEquals(1, run(new AgreeCommand(new Faulty()), "fill", "--device", "ptx"));
        String fault = out.toString().lines().filter(line -> line.contains("FAILED")).findFirst().orElseThrow();
        assertTrue(fault.matches("  FAILED fill vectorized on FillSpec.*: a fault of a CUDA kernel, out of bounds: fill: thread .*"
                + " of block .* writes \\d+ bytes .*, at .* \\(PTX line \\d+: st\\.global.*"), fault);
        assertTrue(out.toString().contains(" disagree or failed"), out.toString());
        assertEquals("", errors.toString());
    }

    @Test
    void nothingToCheckIsNoAgreement() {
        assertEquals(1, run(new AgreeCommand(new Faulty()), "adam", "--device", "ptx"));
        assertEquals("gyrus: bench agree: nothing to check: on device ptx no wanted variant of adam serves a problem",
                errors.toString().strip());
    }

    private int run(AgreeCommand agree, String... arguments) {
        return Gyrus.commandLine(agree).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
