package gyrus.app.imaging.nifti;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A kind of file that people take for NIfTI, told by its first bytes, and what to do with it. */
enum ForeignFormat {
    DICOM(128, "4449434d", "DICOM; convert the series to NIfTI, for example by dcm2niix"),
    PNG(0, "89504e47", "a PNG picture; give it a name that ends in .png"),
    JPEG(0, "ffd8ff", "a JPEG picture"),
    NRRD(0, "4e525244", "an NRRD image; convert it to NIfTI"),
    HDF5(0, "89484446", "HDF5 data, such as a MINC image; convert it to NIfTI"),
    ZIP(0, "504b0304", "a ZIP archive; unpack it first"),
    BZIP2(0, "425a68", "bzip2 data; unpack it first"),
    ZSTD(0, "28b52ffd", "Zstandard data; unpack it first"),
    WEB_PAGE(0, "3c", "a web page or XML, perhaps of a download that failed"),
    LFS("version https://git-lfs", "a pointer of Git LFS instead of the image; fetch it by git lfs pull"),
    ANNEX("/annex/objects/", "a pointer of git-annex instead of the image; fetch it by datalad get, or git annex get");

    /** The bytes of a file that are needed to tell. */
    static final int BYTES = 132;

    private final int place;
    private final byte[] begin;
    private final String advice;

    ForeignFormat(int place, String begin, String advice) {
        this.place = place;
        this.begin = HexFormat.of().parseHex(begin);
        this.advice = advice;
    }

    ForeignFormat(String begin, String advice) {
        this(0, HexFormat.of().formatHex(begin.getBytes(StandardCharsets.US_ASCII)), advice);
    }

    /** Returns what a file holds and what to do with it, for people, where its first bytes tell. */
    static Optional<String> describe(byte[] first) {
        return Arrays.stream(values()).filter(format -> format.fits(first)).findFirst().map(format -> format.advice);
    }

    private boolean fits(byte[] first) {
        return first.length >= place + begin.length
                && Arrays.equals(first, place, place + begin.length, begin, 0, begin.length);
    }
}
