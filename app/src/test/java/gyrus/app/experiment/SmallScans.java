package gyrus.app.experiment;

import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.engine.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A BIDS folder of small made-up scans: a bright ball (the brain) in a darker shell (the head), with some noise. */
public final class SmallScans {

    public static final int SLICES = 16;
    public static final int SIZE = 32;

    private SmallScans() {}

    /** Writes scans sub-01, sub-02, ...; the roles may be empty, then there is no participants.tsv. */
    public static void write(Path folder, int count, String... patientsAndRoles) throws IOException {
        for (int i = 0; i < count; i++) {
            String id = id(i);
            Volume image = volume();
            Volume mask = volume();
            RandomStream random = RandomStream.of(i, "small scan");
            double radius = 8 + 2 * random.uniform(0);
            for (int z = 0; z < SIZE; z++) {
                for (int y = 0; y < SIZE; y++) {
                    for (int x = 0; x < SLICES; x++) {
                        double distance = Math.hypot(Math.hypot(2 * (x - SLICES / 2), y - SIZE / 2), z - SIZE / 2);
                        int voxel = image.index(x, y, z);
                        mask.voxels()[voxel] = distance < radius ? 1 : 0;
                        image.voxels()[voxel] = (distance < radius ? 200 : distance < radius + 1.5 ? 60 : 0)
                                + 20 * random.uniform(voxel + 1);
                    }
                }
            }
            Files.deleteIfExists(imageFile(folder, id));
            Files.deleteIfExists(maskFile(folder, id));
            NiftiWriter.create(imageFile(folder, id), image, Datatype.FLOAT32);
            NiftiWriter.create(maskFile(folder, id), mask, Datatype.UINT8);
        }
        if (patientsAndRoles.length > 0) {
            StringBuilder table = new StringBuilder("participant_id\tpatient\trole\n");
            for (int i = 0; i < count; i++) {
                table.append(id(i)).append('\t').append(patientsAndRoles[i].replace(' ', '\t')).append('\n');
            }
            Files.writeString(folder.resolve("participants.tsv"), table);
        }
    }

    public static Volume volume() {
        return Volume.zeros(SLICES, SIZE, SIZE, Affine.scaling(new double[] {4, 2, 2}, new double[3]));
    }

    public static String id(int index) {
        return "sub-%02d".formatted(index + 1);
    }

    public static Path imageFile(Path folder, String id) throws IOException {
        return file(folder.resolve(id).resolve("anat"), id + "_FLAIR.nii.gz");
    }

    public static Path maskFile(Path folder, String id) throws IOException {
        return file(folder.resolve("derivatives/masks").resolve(id).resolve("anat"), id + "_desc-brain_mask.nii.gz");
    }

    private static Path file(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(name);
    }
}
