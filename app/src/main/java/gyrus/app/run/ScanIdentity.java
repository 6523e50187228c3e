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
 * Identifies one image of a run by what it is, wherever its files lie.
 *
 * @param id the image's name
 * @param patient who is on it; empty where that does not matter
 * @param role what the data suggest to use it for; empty where they do not
 * @param image the SHA-256 of the image's file
 * @param mask the SHA-256 of the mask's file; empty where there is none
 */
public record ScanIdentity(String id, String patient, String role, String image, String mask) {

    private static final int CHUNK = 1 << 20; // bytes read at a time

    /** Identifies an image in a file; reads its files once. */
    public static ScanIdentity of(String id, String patient, String role, Path image, Optional<Path> mask) throws IOException {
        return new ScanIdentity(id, patient, role, sha256(image), mask.isPresent() ? sha256(mask.get()) : "");
    }

    /** Returns the SHA-256 of a file, or of both files of a pair of header and voxels, in hexadecimal. */
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
