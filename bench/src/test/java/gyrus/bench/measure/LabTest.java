package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.measure.halving.Halve;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResult.Setting;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Peaks;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Selector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Only variants that agree with the reference are timed. */
final class LabTest {

    private static final NetworkShape SMALL = new NetworkShape(1, 16, 1);
    private static final Effort BRIEF = new Effort(0, 1, 3, 5);
    private static final Setting SETTING =
            new Setting("now", "test", "0123abc", CpuDevice.machine(1), new Peaks(100, 10), "Java", SMALL.toString(), 0);
    private static final Lab.Keeper NOWHERE = () -> {};

    @Test
    void aVariantThatDisagreesIsRefusedAndNotTimed() throws IOException {
        LabResult result = run(
                lab -> lab.timeOps(List.of(new Case<>(new Halve(), 7, 1)),
                        new Lab.Scope("Slanted"::equals, false, 0, Optional.empty()), NOWHERE));

        assertEquals(List.of(), result.measurements());
        assertEquals("Slanted", result.refusals().getFirst().variant());
        assertTrue(result.refusals().getFirst().why().startsWith("disagrees, worst error"), result.refusals().toString());
    }

    @Test
    void resultsThatChangedWhileTheyWereTimedAreToldFromTheProcessThatFoundThem() {
        for (int forks = 0; forks <= 1; forks++) {
            Effort effort = new Effort(forks, 0, 1, 5);
            ResultFault fault =
                    assertThrows(ResultFault.class, () -> Timing.run(FaultyBenchmark.class, "launch", Map.of(), effort));
            assertEquals("computed another y after some launches", fault.getMessage());
        }
    }

    @Test
    void coldTimesStandBesideWarmOnes() throws IOException {
        Case<?> fill = Case.parse("fill y=4096", Catalog.ops()).getFirst();

        Measurement measured = run(
                lab -> lab.timeOps(List.of(fill), new Lab.Scope("Vectorized"::equals, false, 1 << 20, Optional.empty()), NOWHERE))
                .measurements().getFirst();

        assertEquals(3, measured.times().conditions().samples().size());
        assertEquals(3, measured.cold().orElseThrow().conditions().samples().size());
        assertTrue(measured.cold().get().median() > 1e-9 && measured.cold().get().median() < 0.1, measured.toString());
    }

    @Test
    void everyVariantThatServesAProblemIsTimed() throws IOException {
        List<Case<?>> pooling = Case.ofNetwork(SMALL).stream().filter(each -> each.op().name().startsWith("max pool")).toList();

        LabResult result = run(lab -> lab.timeOps(pooling, new Lab.Scope(variant -> true, false, 0, Optional.empty()), NOWHERE));

        assertEquals(pooling.stream().flatMap(each -> Collections.nCopies(2, each.problem().toString()).stream()).sorted().toList(),
                result.measurements().stream().map(Measurement::problem).sorted().toList());
        for (Measurement each : result.measurements()) {
            assertEquals(3, each.times().conditions().samples().size(), "one process, three iterations");
            assertTrue(each.times().median() > 1e-9 && each.times().median() < 0.1, each.toString());
            assertTrue(each.worstError() >= 0 && each.worstError() <= 1, each.toString());
            assertTrue(each.relativeError() >= 0 && each.relativeError() < 1e-6, each.toString());
        }
    }

    /** A lab on the driver that interprets PTX takes times from its events. */
    @Test
    void onAGpuTheKernelsOfItsOwnAreTimedInThisProcess() throws IOException {
        List<Case<?>> pooling = Case.ofNetwork(SMALL).stream().filter(each -> each.op().name().equals("max pool forward")).toList();
        CudaDevice gpu = new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared());
        try (Lab lab = new Lab(SMALL, gpu, Effort.QUICK, new PrintWriter(new StringWriter()))) {
            lab.timeOps(pooling.subList(0, 1), new Lab.Scope(variant -> true, false, 0, Optional.empty()), NOWHERE);
            LabResult result = lab.result(
                    new Setting("now", "test", "0123abc", gpu.machine(), new Peaks(100, 10), "Java", SMALL.toString(), 0));

            assertEquals(List.of(), result.refusals());
            assertTrue(result.measurements().stream().allMatch(each -> each.variant().equals("vectorized")), result.toString());
            assertTrue(result.measurements().getFirst().times().median() > 0);
            assertEquals("PTX interpreter, compute capability 8.0, float32", result.setting().machine().toString());
        }
    }

    @Test
    void wholeStepsAreTimedWithTheOperationsOfTheirLaunches() throws IOException {
        LabResult result = run(lab -> lab.timeSteps(Optional.empty()));

        assertEquals(List.of("training", "inference"), result.measurements().stream().map(Measurement::op).toList());
        assertEquals(NetworkShape.flops(SMALL.trainingLaunches()), result.measurements().getFirst().flops());
    }

    @Test
    void inAProcessOfItsOwnTheProblemIsFoundAgain() throws IOException {
        Case<?> pool = Case.ofNetwork(SMALL).stream().filter(each -> each.op().name().equals("max pool forward")).findFirst()
                .orElseThrow();

        LabResult result =
                run(new Effort(1, 0, 1, 5),
                        lab -> lab.timeOps(List.of(pool), new Lab.Scope(variant -> true, false, 0, Optional.empty()), NOWHERE));

        assertEquals(pool.problem().toString(), result.measurements().getFirst().problem());
    }

    @Test
    void measurementsAreSavedAfterEachProblem() throws IOException {
        List<Case<?>> pooling = Case.ofNetwork(SMALL).stream().filter(each -> each.op().name().equals("max pool forward")).toList();
        List<Integer> kept = new ArrayList<>();
        try (Lab lab = new Lab(SMALL, 1, BRIEF, new PrintWriter(new StringWriter()))) {
            lab.timeOps(pooling, new Lab.Scope("Vectorized"::equals, false, 0, Optional.empty()),
                    () -> kept.add(lab.result(SETTING).measurements().size()));
        }
        assertEquals(IntStream.rangeClosed(1, pooling.size()).boxed().toList(), kept);
    }

    /** The work of a test in a lab. */
    private interface Work {
        void in(Lab lab) throws IOException;
    }

    private static LabResult run(Work work) throws IOException {
        return run(BRIEF, work);
    }

    private static LabResult run(Effort effort, Work work) throws IOException {
        try (Lab lab = new Lab(SMALL, 1, effort, new PrintWriter(new StringWriter()))) {
            work.in(lab);
            return lab.result(SETTING);
        }
    }
}
