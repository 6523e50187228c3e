package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.machine.Peaks;
import gyrus.bench.measure.halving.Halve;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResult.Setting;
import gyrus.bench.result.Measurement;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.cuda.Precision;
import gyrus.kernels.cuda.ptx.Interpreter;
import gyrus.kernels.device.CudaDevice;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Selector;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is timed is what agrees. */
final class LabTest {

    private static final NetworkShape SMALL = new NetworkShape(1, 16, 1);
    private static final Effort BRIEF = new Effort(0, 1, 3, 5);

    @Test
    void aVariantThatDisagreesIsRefusedAndNotTimed() {
        LabResult result = run(lab -> lab.timeOps(List.of(new Case<>(new Halve(), 7, 1)), "Slanted"::equals, false));

        assertEquals(List.of(), result.measurements());
        assertEquals("Slanted", result.refusals().getFirst().variant());
        assertTrue(result.refusals().getFirst().why().startsWith("disagrees, worst error"), result.refusals().toString());
    }

    @Test
    void everyVariantThatServesAProblemIsTimed() {
        List<Case<?>> pooling = Case.ofNetwork(SMALL).stream().filter(each -> each.op().name().startsWith("max pool")).toList();

        LabResult result = run(lab -> lab.timeOps(pooling, variant -> true, false));

        assertEquals(pooling.stream().flatMap(each -> Collections.nCopies(2, each.problem().toString()).stream()).sorted().toList(),
                result.measurements().stream().map(Measurement::problem).sorted().toList());
        for (Measurement each : result.measurements()) {
            assertEquals(List.of(3), each.times().seconds().stream().map(List::size).toList(), "one process, three iterations");
            assertTrue(each.times().median() > 1e-9 && each.times().median() < 0.1, each.toString());
            assertTrue(each.worstError() >= 0 && each.worstError() <= 1, each.toString());
            assertTrue(each.relativeError() >= 0 && each.relativeError() < 1e-6, each.toString());
        }
    }

    /** On the driver that interprets PTX: times are by its events. */
    @Test
    void onAGpuTheKernelsOfItsOwnAreTimedInThisProcess() {
        List<Case<?>> pooling = Case.ofNetwork(SMALL).stream().filter(each -> each.op().name().equals("max pool forward")).toList();
        CudaDevice gpu = new CudaDevice(0, new Interpreter(), Precision.FLOAT32, Selector.declared());
        try (Lab lab = new Lab(SMALL, gpu, Effort.QUICK, new PrintWriter(new StringWriter()))) {
            lab.timeOps(pooling.subList(0, 1), variant -> true, false);
            LabResult result = lab.result(
                    new Setting("now", "test", gpu.machine(), new Peaks(100, 10), "Java", SMALL.toString(), 0));

            assertEquals(List.of(), result.refusals());
            assertTrue(result.measurements().stream().allMatch(each -> each.variant().endsWith(".cu")), result.toString());
            assertTrue(result.measurements().getFirst().times().median() > 0);
            assertEquals("PTX interpreter, compute capability 8.0, float32", result.setting().machine().toString());
        }
    }

    @Test
    void wholeStepsAreTimedWithTheOperationsOfTheirLaunches() {
        LabResult result = run(Lab::timeSteps);

        assertEquals(List.of("training", "inference"), result.measurements().stream().map(Measurement::op).toList());
        assertEquals(NetworkShape.flops(SMALL.trainingLaunches()), result.measurements().getFirst().flops());
    }

    @Test
    void inAProcessOfItsOwnTheProblemIsFoundAgain() {
        Case<?> pool = Case.ofNetwork(SMALL).stream().filter(each -> each.op().name().equals("max pool forward")).findFirst()
                .orElseThrow();

        LabResult result = run(new Effort(1, 0, 1, 5), lab -> lab.timeOps(List.of(pool), variant -> true, false));

        assertEquals(pool.problem().toString(), result.measurements().getFirst().problem());
    }

    private static LabResult run(Consumer<Lab> work) {
        return run(BRIEF, work);
    }

    private static LabResult run(Effort effort, Consumer<Lab> work) {
        try (Lab lab = new Lab(SMALL, 1, effort, new PrintWriter(new StringWriter()))) {
            work.accept(lab);
            return lab.result(new Setting("now", "test", Machine.here(1), new Peaks(100, 10), "Java", SMALL.toString(), 0));
        }
    }
}
