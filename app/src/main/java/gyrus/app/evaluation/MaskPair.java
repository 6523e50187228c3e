package gyrus.app.evaluation;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.bids.Derivatives;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.measures.Measure;
import gyrus.app.imaging.measures.Measures;
import gyrus.app.imaging.measures.Unit;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.imaging.volume.VoxelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;

/** A true segmentation and one to judge, two files on one grid. */
public record MaskPair(Path truthFile, Path testFile) {

    /**
     * Measures the pair.
     *
     * @param foreground which values are foreground; by {@link Foreground#BINARY}, scans hold memberships from 0 to 1
     * @param notes is told which file gives a reason to doubt the measures, and the reason
     */
    public Map<Measure, Double> measures(Unit unit, Foreground foreground, BiConsumer<Path, String> notes) throws IOException {
        Derivatives.requireTruth(truthFile);
        try (VoxelReader truth = open(truthFile, foreground); VoxelReader test = open(testFile, foreground)) {
            truth.geometry().requireSame(truthFile, test.geometry(), testFile);
            if (unit == Unit.MILLIMETER) {
                truth.geometry().requireMillimetres(truthFile.toString());
                test.geometry().requireMillimetres(testFile.toString());
            }
            noteLengths(truthFile, truth.geometry(), notes);
            noteLengths(testFile, test.geometry(), notes);
            Map<Measure, Double> measures = Measures.of(truth, test, unit);
            long voxels = truth.geometry().voxels();
            double agreed = measures.get(Measure.TP);
            Foreground.doubt((agreed + measures.get(Measure.FN)) / voxels).ifPresent(doubt -> notes.accept(truthFile, doubt));
            Foreground.doubt((agreed + measures.get(Measure.FP)) / voxels).ifPresent(doubt -> notes.accept(testFile, doubt));
            return measures;
        }
    }

    /** Surfaces are measured in mm, so what a header leaves open about them is always said. */
    private static void noteLengths(Path file, Geometry grid, BiConsumer<Path, String> notes) {
        grid.notes().forEach(note -> notes.accept(file, note));
        if (PngFile.isPng(file)) {
            notes.accept(file, "a picture does not say how large its pixels are; they are taken as 1 mm");
        }
    }

    /** Opens a file as memberships: a scan's are read block by block, a picture or a file that needs a rule becomes a mask. */
    private static VoxelReader open(Path file, Foreground foreground) throws IOException {
        if (foreground.equals(Foreground.BINARY) && !PngFile.isPng(file)) {
            return new Memberships(file, ImageFile.open(file));
        }
        if (PngFile.isPng(file)) {
            return VoxelReader.of(PngFile.readMask(file, foreground));
        }
        Volume mask = ImageFile.read(file);
        foreground.apply(file, mask);
        return VoxelReader.of(mask);
    }

    /** The voxels of an image, each of which must be a membership from 0 to 1. */
    private static final class Memberships implements VoxelReader {

        private static final double ROUNDING = 1e-6; // a slope of 1/255 in single precision makes 1.00000006 of 255

        private final Path file;
        private final VoxelReader voxels;
        private long done;

        Memberships(Path file, VoxelReader voxels) {
            this.file = file;
            this.voxels = voxels;
        }

        @Override
        public Geometry geometry() throws IOException {
            return voxels.geometry();
        }

        @Override
        public int next(double[] values) throws IOException {
            int count = voxels.next(values);
            Geometry grid = voxels.geometry();
            for (int i = 0; i < count; i++) {
                Foreground.requireNumber(file, grid, done + i, values[i]);
                if (values[i] < -ROUNDING || values[i] > 1 + ROUNDING) {
                    throw new UserError(file + ": voxel " + grid.position(done + i) + " is " + values[i]
                            + ", outside 0 to 1; --threshold T makes a mask of the voxels above T, --mask-label N of those that"
                            + " are N");
                }
                values[i] = Math.clamp(values[i], 0.0, 1.0);
            }
            done += count;
            return count;
        }

        @Override
        public void close() throws IOException {
            voxels.close();
        }
    }
}
