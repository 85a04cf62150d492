package io.vidette.trainer.dataset;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two folders of text files, one for each image: {@code class left top width height}, and for detections
 * {@code class score left top width height}, in pixels.
 *
 * @param classes names by index
 */
public record PascalFolders(List<String> classes, GroundTruth truth, Detections found) {
    private static final int BOX = 4;

    public PascalFolders {
        classes = List.copyOf(classes);
    }

    /**
     * Reads both.
     *
     * @throws UserError naming file and line for a row that is not understood, an image or a class without ground truth
     */
    public static PascalFolders read(Path truthFolder, Path foundFolder) {
        List<Path> truthFiles = files(truthFolder);
        SortedMap<String, Integer> images = new TreeMap<>();
        truthFiles.forEach(file -> images.put(file.getFileName().toString(), images.size()));
        SortedMap<String, Integer> classes = new TreeMap<>();
        GroundTruth truth = new GroundTruth();
        for (Path file : truthFiles) {
            int image = images.getOrDefault(file.getFileName().toString(), 0);
            for (Row row : rows(file, 1 + BOX)) {
                int known = classes.computeIfAbsent(row.name(), name -> classes.size());
                double[] n = row.numbers();
                truth.add(image, known, n[0], n[1], n[2], n[3]);
            }
        }
        Detections found = new Detections();
        for (Path file : files(foundFolder)) {
            Integer image = images.get(file.getFileName().toString());
            if (image == null) {
                throw new UserError(file + ": detections in an image that has no file in " + truthFolder);
            }
            for (Row row : rows(file, 2 + BOX)) {
                Integer known = classes.get(row.name());
                if (known == null) {
                    throw new UserError(row.place() + ": detection of the class '" + row.name()
                            + "', which the ground truth does not have");
                }
                double[] n = row.numbers();
                found.add(image, known, n[1], n[2], n[3], n[4], n[0]);
            }
        }
        List<String> names = classes.keySet().stream()
                .sorted(Comparator.comparingInt(name -> classes.getOrDefault(name, 0)))
                .toList();
        return new PascalFolders(names, truth, found);
    }

    @SuppressWarnings("ArrayRecordComponent") // lives only while a file is read
    private record Row(String place, String name, double[] numbers) {}

    private static List<Row> rows(Path file, int fields) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read: " + FileFault.inWords(e), e);
        }
        return IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isBlank())
                .mapToObj(i -> row(file + ":" + (i + 1), lines.get(i).strip().split("\\s+", -1), fields))
                .toList();
    }

    private static Row row(String place, String[] words, int fields) {
        if (words.length != fields) {
            throw new UserError(place + ": " + words.length + " words where " + fields + " are expected: a class, "
                    + (fields > 1 + BOX ? "a score, " : "") + "left top width height");
        }
        double[] numbers = new double[fields - 1];
        for (int i = 1; i < fields; i++) {
            try {
                numbers[i - 1] = Double.parseDouble(words[i]);
            } catch (NumberFormatException e) {
                throw new UserError(place + ": '" + words[i] + "' is not a number", e);
            }
            if (!Double.isFinite(numbers[i - 1])) {
                throw new UserError(place + ": '" + words[i] + "' is not finite");
            }
        }
        return new Row(place, words[0], numbers);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> texts = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            if (texts.isEmpty()) {
                throw new UserError(folder + ": no .txt in it; give a folder with a text file for each image");
            }
            return texts;
        } catch (IOException e) {
            throw new UserError(folder + ": no folder that can be read; check the path", e);
        }
    }
}
