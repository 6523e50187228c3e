package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gyrus.app.evaluation.MaskPair;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.measures.Measure;
import gyrus.app.imaging.measures.Unit;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Placement;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluateTest {

    private static final Affine GRID = Affine.scaling(new double[] {1, 2, 3}, new double[] {-4, 5, 6});

    @TempDir
    private Path folder;

    @Test
    void jsonIsKeyedByCode() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 1, 0, 0, 0);
        Path test = file("test.nii.gz", GRID, 0, 1, 0, 0, 0, 1);
        JsonNode voxel = json(run(truth, test, "--json"));
        assertEquals(0.5, voxel.get("DICE").doubleValue());
        assertEquals(1, voxel.get("HDRFDST").doubleValue(), "from (2, 0, 0) to (2, 1, 0)");
        assertEquals(2, voxel.get("REFVOL").doubleValue());
        assertTrue(voxel.has("bAVD"));
        assertFalse(voxel.has("notes"));
        JsonNode millimeter = json(run(truth, test, "--json", "--unit", "millimeter"));
        assertEquals(2, millimeter.get("HDRFDST").doubleValue(), "rows are 2 mm apart");
        assertEquals(0.012, millimeter.get("REFVOL").doubleValue(), 1e-12);
    }

    @Test
    void theTableHasARowPerMeasureWithItsUnit() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 1, 0, 0, 0);
        Path test = file("test.nii.gz", GRID, 0, 1, 0, 0, 0, 1);
        Result result = run(truth, test, "--unit", "millimeter");
        assertEquals(0, result.exit);
        assertTrue(result.out.lines().anyMatch(line -> line.matches("DICE +Dice coefficient +0\\.500000")), result.out);
        assertTrue(result.out.lines().anyMatch(line -> line.matches("TP +True positives +1 voxel")), result.out);
        assertTrue(result.out.lines().anyMatch(line -> line.endsWith(" 0.012000 ml")), result.out);
        assertEquals(Measure.values().length, result.out.lines().count());
    }

    @Test
    void aMeasureWithoutValueIsNullAndSaysWhy() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 1, 0, 0, 0);
        Path empty = file("empty.nii.gz", GRID, 0, 0, 0, 0, 0, 0);
        JsonNode values = json(run(truth, empty, "--json"));
        assertEquals(0, values.get("DICE").doubleValue());
        for (String code : new String[] {"HDRFDST", "AVGDIST", "bAVD", "MAHLNBS", "PROBDST", "HD95", "ASSD"}) {
            assertTrue(values.get(code).isNull(), code);
            assertFalse(values.get("notes").get(code).asString().isEmpty(), code);
        }
        assertEquals(7, values.get("notes").size());
        assertTrue(run(truth, empty).out.contains("HDRFDST is undefined: a mask without foreground"));
    }

    @Test
    void aThresholdMakesMasksOfAnyValues() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 200, 200, 10, 0, 0);
        Path test = file("test.nii.gz", GRID, -3, 150, 90, 0, 0, 0);
        JsonNode values = json(run(truth, test, "--json", "--threshold", "100"));
        assertEquals(1, values.get("TP").doubleValue());
        assertEquals(1, values.get("FN").doubleValue());
        Result refused = run(truth, test);
        assertEquals(1, refused.exit);
        assertTrue(refused.err.contains("truth.nii.gz") && refused.err.contains("voxel (1, 0, 0) is 200.0"), refused.err);
        assertTrue(refused.err.contains("--threshold"), refused.err);
    }

    @Test
    void aVoxelThatIsNoNumberIsRefused() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 0, 0, 0, 0);
        Path test = file("test.nii.gz", GRID, 0, 1, 0, 0, Float.NaN, 0);
        Result refused = run(truth, test, "--threshold", "0.5");
        assertEquals(1, refused.exit);
        assertTrue(refused.err.contains("test.nii.gz: voxel (1, 1, 0) is NaN"), refused.err);
    }

    /** Probabilities kept as bytes with a slope of 1/255 in single precision are read a little above 1. */
    @Test
    void aMembershipOfOneUpToRoundingIsOne() throws IOException {
        Path truth = file("truth.nii", GRID, 0, 1, 1, 0, 0, 0);
        Path rounded = file("rounded.nii", GRID, 0, Math.nextUp(1f), 1, 0, 0, 0);
        Path above = file("above.nii", GRID, 0, 1.001f, 1, 0, 0, 0);
        assertEquals(json(run(truth, truth, "--json")), json(run(truth, rounded, "--json")));
        assertTrue(run(truth, above).err().contains("outside 0 to 1"));
    }

    @Test
    void differentGridsAreRefusedNamingBoth() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 0, 0, 0, 0);
        Path longer = file("longer.nii.gz", GRID, 0, 1, 0, 0, 0, 0, 0, 0, 0);
        Result refused = run(truth, longer);
        assertEquals(1, refused.exit);
        assertTrue(refused.err.contains("truth.nii.gz has 3 x 2 x 1 voxels"), refused.err);
        assertTrue(refused.err.contains("longer.nii.gz has 3 x 3 x 1"), refused.err);
    }

    @Test
    void gridsInDifferentPlacesAreRefusedNamingBoth() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 0, 0, 0, 0);
        Affine moved = Affine.scaling(new double[] {1, 2, 3}, new double[] {-4, 5, 7});
        Path elsewhere = file("elsewhere.nii.gz", moved, 0, 1, 0, 0, 0, 0);
        Result refused = run(truth, elsewhere);
        assertEquals(1, refused.exit);
        assertTrue(refused.err.contains("(-4.00, 5.00, 6.00) mm and at (-4.00, 5.00, 7.00) mm"), refused.err);
        Affine rounded = Affine.scaling(new double[] {1, 2, 3}, new double[] {-4, 5, 6.001});
        assertEquals(0, run(truth, file("rounded.nii.gz", rounded, 0, 1, 0, 0, 0, 0)).exit);
    }

    @Test
    void anUnknownUnitIsWrongUsage() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 0, 0, 0, 0);
        assertEquals(2, run(truth, truth, "--unit", "inch").exit);
    }

    /** Rows are 1 mm apart, at an angle of cosine 0.6: from (0, 0, 0) to (1, 1, 0) it is |(1.6, 0.8, 0)| = sqrt(3.2). */
    @Test
    void distancesAndVolumesOfAShearedGridArePhysical() throws IOException {
        Affine sheared = new Affine(new double[][] {{1, 0.6, 0, 0}, {0, 0.8, 0, 0}, {0, 0, 2, 0}});
        Path truth = file("truth.nii.gz", sheared, 1, 0, 0, 0, 0, 0);
        Path test = file("test.nii.gz", sheared, 0, 0, 0, 0, 1, 0);
        JsonNode millimeter = json(run(truth, test, "--json", "--unit", "millimeter"));
        for (String code : new String[] {"HDRFDST", "AVGDIST", "bAVD"}) {
            assertEquals(Math.sqrt(3.2), millimeter.get(code).doubleValue(), 1e-6, code);
        }
        assertEquals(0.0016, millimeter.get("REFVOL").doubleValue(), 1e-9, "1 x 0.8 x 2 cubic millimetres");
        assertEquals(Math.sqrt(2), json(run(truth, test, "--json")).get("HDRFDST").doubleValue());
    }

    @Test
    void aGridInMicrometresIsMeasuredInMillimetres() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 1, 0, 0, 0);
        Path test = placed("test.nii.gz", 3, 1000, 0, 1, 0, 0, 0, 1);
        Path alike = placed("alike.nii.gz", 3, 1000, 0, 1, 1, 0, 0, 0);
        JsonNode values = json(run(truth, test, "--json", "--unit", "millimeter"));
        assertEquals(values, json(run(alike, test, "--json", "--unit", "millimeter")));
        assertEquals(2, values.get("HDRFDST").doubleValue());
        assertEquals(0.012, values.get("REFVOL").doubleValue(), 1e-12);
    }

    @Test
    void withoutAUnitOfLengthMillimetresAreRefusedAndVoxelsAreCounted() throws IOException {
        Path truth = placed("truth.nii.gz", 5, 1, 0, 1, 1, 0, 0, 0);
        Result refused = run(truth, truth, "--unit", "millimeter");
        assertEquals(1, refused.exit);
        assertTrue(refused.err.contains("truth.nii.gz: ") && refused.err.contains("xyzt_units 5"), refused.err);
        assertEquals(2, json(run(truth, truth, "--json")).get("REFVOL").doubleValue());
    }

    @Test
    void lengthsThatTheHeaderLeavesOpenAreSaid() throws IOException {
        Path truth = placed("truth.nii.gz", 0, 1, 0, 1, 1, 0, 0, 0);
        Path test = file("test.nii.gz", GRID, 0, 1, 1, 0, 0, 0);
        for (String unit : List.of("millimeter", "voxel")) { // surfaces are measured in mm, whatever the unit of other measures
            assertEquals("gyrus: " + truth + ": the header names no unit of length; it is taken as mm\n",
                    run(truth, test, "--unit", unit).err);
        }
        PngFile.write(folder.resolve("truth.png"), picture(0, 255, 0, 0, 0, 0), 255);
        PngFile.write(folder.resolve("test.png"), picture(0, 0, 255, 0, 0, 0), 255);
        String pictures = run(folder.resolve("truth.png"), folder.resolve("test.png"), "--unit", "millimeter").err;
        assertEquals("gyrus: " + folder.resolve("truth.png")
                + " and 1 more: a picture does not say how large its pixels are; they are taken as 1 mm\n", pictures);
    }

    @Test
    void aMaskThatIsNearlyAllForegroundIsDoubted() throws IOException {
        Path truth = file("truth.nii.gz", GRID, 0, 1, 1, 0, 0, 0);
        Path inverted = file("inverted.nii.gz", GRID, 1, 0, 0, 1, 1, 1);
        assertEquals("gyrus: " + inverted + ": 67 % of the mask is foreground: is it inverted? The object must be white or 1,"
                + " what is around it black or 0\n", run(truth, inverted).err);
    }

    /** A comparison allocates less than two bytes per voxel, so masks of 512 x 512 x 400 voxels fit into the default heap. */
    @Test
    void memoryTakesBitsNotNumbers() throws IOException {
        int side = 160;
        Volume mask = Volume.zeros(side, side, side, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        for (int z = 40; z < 120; z++) {
            for (int y = 40; y < 120; y++) {
                Arrays.fill(mask.voxels(), mask.index(40, y, z), mask.index(120, y, z), 1);
            }
        }
        Path truth = folder.resolve("truth.nii");
        NiftiWriter.create(truth, mask, Datatype.UINT8);
        System.arraycopy(mask.voxels(), 0, mask.voxels(), 3, mask.voxels().length - 3);
        Path test = folder.resolve("test.nii");
        NiftiWriter.create(test, mask, Datatype.UINT8);
        MaskPair pair = new MaskPair(truth, test);
        Map<Measure, Double> values = pair.measures(Unit.VOXEL, Foreground.BINARY, (file, note) -> {}); // loads classes
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE; // the least of several calls, because compiled code allocates less
        for (int call = 0; call < 5; call++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            pair.measures(Unit.VOXEL, Foreground.BINARY, (file, note) -> {});
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(bytes < 2 * side * side * side, bytes + " bytes for two masks of " + side + " x " + side + " x " + side);
        assertEquals(3, values.get(Measure.HDRFDST));
        assertEquals(77.0 / 80, values.get(Measure.DICE), 1e-12);
    }

    private static Volume picture(float... pixels) {
        return new Volume(3, pixels.length / 3, 1, pixels, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
    }

    private record Result(int exit, String out, String err) {}

    private static Result run(Path truth, Path test, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Evaluate())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, line, arguments) -> {
                    line.getErr().println(failure.getMessage());
                    return 1;
                });
        String[] arguments = new String[options.length + 2];
        arguments[0] = truth.toString();
        arguments[1] = test.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return new Result(command.execute(arguments), out.toString(), err.toString());
    }

    private static JsonNode json(Result result) {
        assertEquals(0, result.exit, result.err);
        return JsonMapper.shared().readTree(result.out);
    }

    /** A file like those of {@link #file} on the grid, whose header has a unit's code and lengths multiplied by a factor. */
    private Path placed(String name, int unit, double factor, float... voxels) throws IOException {
        List<Double> pixdim = List.of(1.0, factor, 2 * factor, 3 * factor, 0.0, 0.0, 0.0, 0.0);
        Placement placement = new Placement(1, unit, pixdim, 1,
                List.of(0.0, 0.0, 0.0, -4 * factor, 5 * factor, 6 * factor), 0, Collections.nCopies(12, 0.0));
        Path file = folder.resolve(name);
        NiftiWriter.create(file, new Volume(new Geometry(3, voxels.length / 3, 1, placement), voxels), Datatype.FLOAT32);
        return file;
    }

    /** A file of one slice with rows of three voxels. */
    private Path file(String name, Affine affine, float... voxels) throws IOException {
        Path file = folder.resolve(name);
        NiftiWriter.create(file, new Volume(3, voxels.length / 3, 1, voxels, affine), Datatype.FLOAT32);
        return file;
    }
}
