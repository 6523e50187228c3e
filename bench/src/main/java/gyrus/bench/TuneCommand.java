package gyrus.bench;

import gyrus.bench.measure.Case;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.ResultText;
import gyrus.bench.tune.Tuner;
import gyrus.bench.tune.Tuner.Choice;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Machine;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gyrus tune}: measures which variant is the fastest for each of the network's problems, and saves it. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = {
            "Measures which variant is the fastest for each of the network's problems, of those that agree with their references,"
                    + " tells how far the declared order is from that, and saves it for this machine and this number of threads.",
            "Used by the devices cpu:tuned, cpu:THREADS:tuned and cuda:NUMBER:tuned. The devices without :tuned choose by the"
                    + " declared order, the same on every machine, so that their results can be had again.",
        })

/** The command {@code gyrus tune}: measures the fastest variant for each problem of the network, and saves the result. */
public final class TuneCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--width", paramLabel = "N", description = "channels of the network's first block; default: ${DEFAULT-VALUE}")
    private int width = NetworkShape.USUAL.width();

    @Option(names = "--size", paramLabel = "N", description = "pixels of an image's side; default: ${DEFAULT-VALUE}")
    private int size = NetworkShape.USUAL.size();

    @Option(names = "--batch", paramLabel = "N", split = ",", description = "images of a batch, several with commas; default: 1,8")
    private List<Integer> batches = List.of(1, 8);

    @Mixin
    private LabDevice device;

    @Mixin
    private OutputOptions output;

    @Option(names = "--out", paramLabel = "FILE",
            description = "where to save; default: this machine's file in the cache folder, the only one that devices read")
    private Optional<Path> out;

    @Override
    public Integer call() throws IOException {
        output.requireWritable();
        OutputOptions.requireFiles(out.stream());
        List<NetworkShape> shapes = batches.stream().map(batch -> new NetworkShape(width, size, batch)).toList();
        Machine machine = device.machine();
        Optional<LabResult.Setting> setting = output.areWanted() ? Optional.of(setting(machine, shapes)) : Optional.empty();
        PrintWriter print = spec.commandLine().getOut();
        Tuner tuner = new Tuner(spec.commandLine().getErr()::println);
        List<Choice> all = new ArrayList<>();
        for (NetworkShape shape : shapes) {
            List<Choice> choices = measure(tuner, shape);
            choices.stream().filter(Choice::differs).forEach(choice -> print.println(String.format(Locale.ROOT,
                    "%s %s: %s takes %s, %s %s",
                    choice.problem().op().name(), choice.problem().problem(), choice.fastest(),
                    ResultText.seconds(choice.fastestSeconds()), choice.declared(), ResultText.seconds(choice.declaredSeconds()))));
            double declared = choices.stream().mapToDouble(each -> each.problem().calls() * each.declaredSeconds()).sum();
            double tuned = choices.stream().mapToDouble(each -> each.problem().calls() * each.fastestSeconds()).sum();
            print.println(String.format(Locale.ROOT,
                    "%s, %s: of %d problems with a choice, %d want another variant than the declared; a training step's",
                    shape, device.name(), choices.size(), choices.stream().filter(Choice::differs).count())
                    + String.format(Locale.ROOT, " launches of them take %s by the declared order, %s tuned: %.1f %% more",
                            ResultText.seconds(declared), ResultText.seconds(tuned),
                            tuned == 0 ? 0 : 100 * (declared / tuned - 1)));
            print.flush();
            all.addAll(choices);
            if (setting.isPresent()) {
                List<Measurement> measurements = all.stream().flatMap(each -> each.measurements().stream()).toList();
                output.write(new LabResult(setting.get(), measurements, List.of()));
            }
        }
        Path file = out.orElse(machine.tuningFile());
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, Tuner.tuning(all, machine).text());
        print.println(saved(file, machine.tuningFile(), device.tunedNames()));
        return 0;
    }

    /** Returns the line that names the file and says whether devices use it. */
    static String saved(Path file, Path used, String devices) {
        return "saved in " + file + (file.toAbsolutePath().normalize().equals(used.toAbsolutePath().normalize())
                ? "; used by " + devices
                : "; " + devices + " will use it once it is copied to " + used);
    }

    /** Returns the setting of a run, with the limits of the machine, which are measured here. */
    private LabResult.Setting setting(Machine machine, List<NetworkShape> shapes) {
        return OutputOptions.setting(spec, machine, device.peaks(), shapes.toArray(NetworkShape[]::new));
    }

    private List<Choice> measure(Tuner tuner, NetworkShape shape) {
        try (Device opened = device.open()) {
            return tuner.measure(Case.ofNetwork(shape), opened);
        }
    }
}
