package gyrus.app.command;

import gyrus.app.imaging.nifti.NiftiHeader;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.nifti.VoxelSummary;
import gyrus.app.imaging.volume.Placement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gyrus info}: what a NIfTI file says of itself, and what its voxels are. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is in a NIfTI file: shape, type, place and orientation, and the range and checksum of its"
                    + " values.",
            "",
            "Reads NIfTI-1 and NIfTI-2 of 1 to 7 dimensions, .nii and .hdr/.img, plain or gzipped, in memory that"
                    + " does not grow with the file.",
        },
        footer = {
            "",
            "What is shown:",
            "  unit          the header's unit of length; unknown is taken as millimetre",
            "  codes         what the qform and the sform refer to; 0 where there is none",
            "  affine        from voxel indices to millimetres: x to the right, y to the",
            "                front, z up; the sform, else the qform, else voxel sizes alone",
            "  orientation   where each index grows to: R or L, A or P, S or I",
            "  min max mean  of the finite values, scaled: raw value x slope + intercept",
            "  sha256_f32    SHA-256 of the scaled values as little-endian float32, the",
            "                first index fastest; colours and complex numbers instead get",
            "                sha256_raw_fortran, of their bytes as they are in the file",
            "  note          what the header leaves open or contradicts, and how the file",
            "                is read in spite of that",
            "",
            "Examples:",
            "  gyrus info sub-01_FLAIR.nii.gz",
            "  gyrus info --json scan.hdr",
        })
public final class Info implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a .nii, .nii.gz, .hdr or .img file")
    private Path file;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Report report = read(file);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonReport.of(report));
        } else {
            print(report, out);
        }
        out.flush();
        return 0;
    }

    /** The fields of the JSON object, in snake case; min, max and mean are absent where no voxel is finite. */
    record Report(
            String file,
            int niftiVersion,
            String endian,
            List<Long> shape,
            int datatype,
            String datatypeName,
            String dtype,
            List<Double> pixdim,
            String spatialUnit,
            int qformCode,
            int sformCode,
            long voxOffset,
            double sclSlopeRaw,
            double sclInterRaw,
            double slopeUsed,
            double interUsed,
            int extensions,
            String affineFrom,
            double[][] affine,
            String orientation,
            Optional<Double> min,
            Optional<Double> max,
            Optional<Double> mean,
            Optional<Long> nan,
            Optional<Long> infinite,
            Optional<String> sha256F32,
            Optional<String> sha256RawFortran,
            boolean trailingBytes,
            List<String> notes) {}

    static Report read(Path file) throws IOException {
        try (NiftiReader reader = NiftiReader.open(file)) {
            NiftiHeader header = reader.header();
            boolean real = header.datatype().real();
            Optional<VoxelSummary> summary = real ? Optional.of(VoxelSummary.of(reader)) : Optional.empty();
            Optional<String> rawHash = real ? Optional.empty() : Optional.of(VoxelSummary.sha256Raw(reader));
            Placement placement = header.placement();
            double[][] rows = placement.affine().rows();
            return new Report(
                    file.toString(),
                    header.version(),
                    header.order() == ByteOrder.LITTLE_ENDIAN ? "little" : "big",
                    header.shape(),
                    header.datatype().code(),
                    header.datatype().toString(),
                    header.datatype().notation(header.order()),
                    placement.pixdim(),
                    placement.unit().name().toLowerCase(Locale.ROOT),
                    placement.qformCode(),
                    placement.sformCode(),
                    header.voxelOffset(),
                    header.sclSlope(),
                    header.sclInter(),
                    header.slope(),
                    header.intercept(),
                    reader.extensions(),
                    placement.method().name().toLowerCase(Locale.ROOT),
                    new double[][] {rows[0], rows[1], rows[2], {0, 0, 0, 1}},
                    placement.affine().orientation(),
                    summary.map(VoxelSummary::min).filter(Double::isFinite),
                    summary.map(VoxelSummary::max).filter(Double::isFinite),
                    summary.map(VoxelSummary::mean).filter(Double::isFinite),
                    summary.map(VoxelSummary::nan),
                    summary.map(VoxelSummary::infinite),
                    summary.map(VoxelSummary::sha256F32),
                    rawHash,
                    reader.trailing(),
                    notes(reader));
        }
    }

    private static List<String> notes(NiftiReader reader) {
        List<String> notes = new ArrayList<>(reader.header().notes());
        if (reader.trailing()) {
            notes.add("the file goes on after the declared voxels; those bytes are ignored");
        }
        return notes;
    }

    private static void print(Report report, PrintWriter out) {
        line(out, "file", report.file);
        line(out, "format", "NIfTI-" + report.niftiVersion + ", " + report.endian + "-endian, "
                + report.extensions + (report.extensions == 1 ? " extension" : " extensions"));
        line(out, "shape", report.shape.stream().map(String::valueOf).collect(Collectors.joining(" x ")));
        line(out, "datatype", report.datatypeName);
        line(out, "scaling", report.slopeUsed == 1 && report.interUsed == 0
                ? "none" : "raw x " + report.slopeUsed + " + " + report.interUsed);
        line(out, "unit", report.spatialUnit);
        line(out, "codes", "qform " + report.qformCode + ", sform " + report.sformCode);
        line(out, "orientation", report.orientation);
        String label = "affine";
        for (double[] row : report.affine) {
            line(out, label, String.format(Locale.ROOT, "%12.6g %12.6g %12.6g %12.6g", row[0], row[1], row[2], row[3]));
            label = "";
        }
        line(out, "", "from the " + (report.affineFrom.equals("pixdim") ? "voxel sizes alone" : report.affineFrom));
        report.min.ifPresent(min -> line(out, "min", min));
        report.max.ifPresent(max -> line(out, "max", max));
        report.mean.ifPresent(mean -> line(out, "mean", mean));
        report.nan.ifPresent(nan -> line(out, "nan", nan));
        report.infinite.filter(count -> count > 0).ifPresent(count -> line(out, "infinite", count));
        report.sha256F32.ifPresent(hash -> line(out, "sha256_f32", hash));
        report.sha256RawFortran.ifPresent(hash -> line(out, "sha256_raw_fortran", hash));
        report.notes.forEach(note -> line(out, "note", note));
    }

    private static void line(PrintWriter out, String label, Object value) {
        out.printf(Locale.ROOT, "%-18s  %s%n", label, value);
    }
}
