package gyrus.app.run;

import gyrus.app.imaging.nifti.NiftiReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The identity of one image of a run: its name, patient and role, and the checksums of its files. It does not depend on the folder
 * that the files lie in. A resumed run compares identities, so it finds out whether its data have changed.
 *
 * @param id the image's name
 * @param patient the patient's name; empty if the command does not distinguish patients
 * @param role the image's role in {@code participants.tsv}, such as {@code test}; empty if it has none
 * @param image the SHA-256 of the image's file in hexadecimal, or {@code made from seed N} for a phantom; empty if the file was
 *     not read
 * @param mask the SHA-256 of the mask's file in hexadecimal; empty if there is no mask
 */
public record ScanIdentity(String id, String patient, String role, String image, String mask) {

    private static final int CHUNK = 1 << 20; // bytes read at a time

    /** Returns the identity of an image and its mask, after reading the whole files. */
    public static ScanIdentity of(String id, String patient, String role, Path image, Optional<Path> mask) throws IOException {
        return new ScanIdentity(id, patient, role, sha256(image), mask.isPresent() ? sha256(mask.get()) : "");
    }

    /** Returns the SHA-256 of a file in hexadecimal. For a pair of a header and a voxel file, it covers both. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[CHUNK];
        for (Path part : NiftiReader.files(file)) {
            try (InputStream stream = Files.newInputStream(part)) {
                for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                    digest.update(chunk, 0, count);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the five components as one line, separated by tabs; a run's {@code data_sha256} covers these lines. */
    String line() {
        return String.join("\t", id, patient, role, image, mask);
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }
}
