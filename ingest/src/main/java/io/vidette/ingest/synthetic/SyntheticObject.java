package io.vidette.ingest.synthetic;

import io.vidette.topology.message.Box;
import java.util.SplittableRandom;

/** One textured thing that bounces between the edges of the picture. */
final class SyntheticObject {
    private final int id;
    private final boolean round;
    private final int size;
    private final int roomX;
    private final int roomY;
    private final double startX;
    private final double startY;
    private final double stepX;
    private final double stepY;
    private final byte[] sprite;

    private SyntheticObject(int id, int size, int roomX, int roomY, SplittableRandom random) {
        this.id = id;
        this.round = id % 2 == 0;
        this.size = size;
        this.roomX = roomX;
        this.roomY = roomY;
        this.startX = random.nextDouble(2 * Math.max(1, roomX));
        this.startY = random.nextDouble(2 * Math.max(1, roomY));
        this.stepX = 1 + random.nextDouble(3);
        this.stepY = 0.5 + random.nextDouble(2);
        this.sprite = sprite(size, round, random);
    }

    static SyntheticObject random(int id, SyntheticSettings settings, SplittableRandom random) {
        int shortSide = Math.min(settings.width(), settings.height());
        int size = shortSide / 8 + random.nextInt(Math.max(1, shortSide / 8));
        return new SyntheticObject(id, size, settings.width() - size, settings.height() - size, random);
    }

    int id() {
        return id;
    }

    String label() {
        return round ? "ball" : "crate";
    }

    Box box(long frame) {
        int x = bounce(startX + stepX * frame, roomX);
        int y = bounce(startY + stepY * frame, roomY);
        return new Box(x, y, x + size, y + size);
    }

    void drawOn(byte[] bgr, int width, long frame) {
        Box box = box(frame);
        for (int row = 0; row < size; row++) {
            int inset = round ? inset(row) : 0;
            int from = (row * size + inset) * 3;
            int to = (((int) box.y1() + row) * width + (int) box.x1() + inset) * 3;
            System.arraycopy(sprite, from, bgr, to, (size - 2 * inset) * 3);
        }
    }

    /** How far the edge of a disc is from its square at a row. */
    private int inset(int row) {
        double radius = size / 2.0;
        double fromCentre = row + 0.5 - radius;
        return (int) Math.round(radius - Math.sqrt(radius * radius - fromCentre * fromCentre));
    }

    private static byte[] sprite(int size, boolean round, SplittableRandom random) {
        int blue = 40 + random.nextInt(200);
        int green = 40 + random.nextInt(200);
        int red = 40 + random.nextInt(200);
        byte[] bgr = new byte[size * size * 3];
        int cell = Math.max(2, size / 6);
        int i = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                boolean dark = round ? ((x / cell + y / cell) & 1) == 0 : (y / cell & 1) == 0 || x < 3 || x >= size - 3;
                int percent = dark ? 45 : 100;
                bgr[i++] = (byte) (blue * percent / 100);
                bgr[i++] = (byte) (green * percent / 100);
                bgr[i++] = (byte) (red * percent / 100);
            }
        }
        return bgr;
    }

    /** To and fro within 0..room. */
    private static int bounce(double way, int room) {
        if (room <= 0) {
            return 0;
        }
        double within = way % (2.0 * room);
        return (int) (within <= room ? within : 2.0 * room - within);
    }
}
