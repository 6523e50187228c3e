package gyrus.bench;

import gyrus.app.failure.UserError;
import gyrus.bench.measure.Case;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.ResultText;
import gyrus.bench.tune.Tuner;
import gyrus.bench.tune.Tuner.Choice;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Tuning;
import gyrus.kernels.device.Tuning.TuningException;
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

/** The command {@code gyrus tune}: measures the fastest variant for each problem, and saves the result. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = {
            "Measures which variant is the fastest for each of the network's problems, or of those that --problems gives, among the"
                    + " variants that agree with their references. It tells how far the declared order is from that, and saves it"
                    + " for this machine and this number of threads, beside the problems that were saved before.",
            "Used by the devices cpu:tuned, cpu:THREADS:tuned and cuda:NUMBER:tuned. The devices without :tuned choose by the"
                    + " declared order, the same on every machine, so that their results can be had again.",
        },
        footer = {
            "",
            "Examples:",
            "  gyrus tune --width 16                         the Dense-U-Net of this width",
            "  gyrus profile program Mine.java --problems mine.txt",
            "  gyrus tune --problems mine.txt                the problems of a program of your own",
        })
public final class TuneCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--width", paramLabel = "N", description = "channels of the network's first block; default: ${DEFAULT-VALUE}")
    private int width = NetworkShape.USUAL.width();

    @Option(names = "--size", paramLabel = "N", description = "pixels of an image's side; default: ${DEFAULT-VALUE}")
    private int size = NetworkShape.USUAL.size();

    @Option(names = "--batch", paramLabel = "N", split = ",", description = "images of a batch, several with commas; default: 1,8")
    private List<Integer> batches = List.of(1, 8);

    @Option(names = "--problems", paramLabel = "FILE",
            description = "the problems of a file in place of the network's, a line each, as gyrus profile program --problems"
                    + " writes them")
    private Optional<Path> problems;

    @Mixin
    private LabDevice device;

    @Mixin
    private OutputOptions output;

    @Option(names = "--out", paramLabel = "FILE",
            description = "where to save; default: this machine's file in the cache folder, the only one that devices read")
    private Optional<Path> out;

    /**
     * Problems that are measured together.
     *
     * @param span the launches that the sums of times are about
     */
    private record Work(String name, List<Case<?>> cases, String span) {

        /** Returns how often a problem is launched in the span. */
        long calls(Case<?> each) {
            return name.startsWith("--problems") ? 1 : each.calls();
        }
    }

    @Override
    public Integer call() throws IOException {
        output.requireWritable();
        OutputOptions.requireFiles(out.stream());
        List<Work> works = works();
        Machine machine = device.machine();
        Path file = out.orElse(machine.tuningFile());
        Tuning before = before(file, machine);
        Optional<LabResult.Setting> setting = output.areWanted() ? Optional.of(setting(machine)) : Optional.empty();
        PrintWriter print = spec.commandLine().getOut();
        Tuner tuner = new Tuner(spec.commandLine().getErr()::println);
        List<Choice> all = new ArrayList<>();
        for (Work work : works) {
            List<Choice> choices = measure(tuner, work);
            print(print, work, choices);
            all.addAll(choices);
            if (setting.isPresent()) {
                List<Measurement> measurements = all.stream().flatMap(each -> each.measurements().stream()).toList();
                output.write(new LabResult(setting.get(), measurements, List.of()));
            }
        }
        Tuning measured = Tuner.tuning(all, machine);
        Tuning updated = before.updated(measured);
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, updated.text());
        print.println(saved(file, machine.tuningFile(), device.tunedNames()));
        int kept = updated.variants().size() - measured.variants().size();
        if (kept > 0) {
            print.println("it also keeps " + kept + " problems that were measured before");
        }
        return 0;
    }

    private List<Work> works() throws IOException {
        if (problems.isPresent()) {
            NetworkOptions.requireAbsent(spec.commandLine().getParseResult(),
                    "is for the network's problems, and --problems replaces them");
            return List.of(new Work("--problems " + problems.get(), Selection.problems(problems.get(), Catalog.ops()),
                    "one launch of each takes"));
        }
        return shapes().stream()
                .map(shape -> new Work(shape.toString(), Case.ofNetwork(shape), "a training step's launches of them take"))
                .toList();
    }

    private List<NetworkShape> shapes() {
        return batches.stream().map(batch -> new NetworkShape(width, size, batch)).toList();
    }

    /** Returns the tuning that the file holds, to which this one is added. A file of another kind is not overwritten. */
    private Tuning before(Path file, Machine machine) throws IOException {
        if (!Files.exists(file)) {
            return Tuning.EMPTY;
        }
        try {
            return Tuning.load(file, machine);
        } catch (TuningException useless) {
            if (out.isPresent()) {
                throw new UserError(useless.trouble() + "; it is not overwritten: remove it, or name another file by --out");
            }
            spec.commandLine().getErr().println("gyrus: " + useless.trouble() + "; it is replaced");
            return Tuning.EMPTY;
        }
    }

    private void print(PrintWriter print, Work work, List<Choice> choices) {
        choices.stream().filter(Choice::differs).forEach(choice -> print.println(String.format(Locale.ROOT,
                "%s %s: %s takes %s, %s %s",
                choice.problem().op().name(), choice.problem().problem(), choice.fastest(),
                ResultText.seconds(choice.fastestSeconds()), choice.declared(), ResultText.seconds(choice.declaredSeconds()))));
        double declared = choices.stream().mapToDouble(each -> work.calls(each.problem()) * each.declaredSeconds()).sum();
        double tuned = choices.stream().mapToDouble(each -> work.calls(each.problem()) * each.fastestSeconds()).sum();
        print.println(String.format(Locale.ROOT,
                "%s, %s: of %d problems with a choice, %d want another variant than the declared; %s %s by the declared order,"
                        + " %s tuned: %.1f %% more",
                work.name(), device.name(), choices.size(), choices.stream().filter(Choice::differs).count(), work.span(),
                ResultText.seconds(declared), ResultText.seconds(tuned), tuned == 0 ? 0 : 100 * (declared / tuned - 1)));
        print.flush();
    }

    /** Returns the line that names the file and says whether devices use it. */
    static String saved(Path file, Path used, String devices) {
        return "saved in " + file + (file.toAbsolutePath().normalize().equals(used.toAbsolutePath().normalize())
                ? "; used by " + devices
                : "; " + devices + " will use it once it is copied to " + used);
    }

    /** Returns the setting of a run, with the limits of the machine, which are measured here. */
    private LabResult.Setting setting(Machine machine) {
        return OutputOptions.setting(spec, machine, device.peaks(),
                problems.isPresent() ? new NetworkShape[0] : shapes().toArray(NetworkShape[]::new));
    }

    private List<Choice> measure(Tuner tuner, Work work) {
        try (Device opened = device.open()) {
            return tuner.measure(work.cases(), opened);
        }
    }
}
