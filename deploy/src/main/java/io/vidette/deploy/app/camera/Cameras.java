package io.vidette.deploy.app.camera;

import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraDirectory.Camera;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.FileSecrets;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.zone.Areas;
import java.util.List;

/** The cameras of a cluster: attaches and lists them, draws on their pictures, and detaches them. */
public final class Cameras {
    private final NodeConfig config;
    private final CameraDirectory directory;

    public Cameras(NodeConfig config) {
        this.config = config;
        this.directory =
                new CameraDirectory(config.connection(), config.topics().names());
    }

    /**
     * Attaches a camera or changes it. Creates the topics that are missing, and stores the camera's password on this
     * machine. Zones, lines and masks of an existing camera stay.
     */
    public AttachedCamera attach(NewCamera camera, FileSecrets secrets) {
        List<String> created;
        try (TopicAdmin admin = new TopicAdmin(config.connection())) {
            created = admin.ensure(TopicPlan.of(config.topics())).created();
        }
        camera.password().ifPresent(password -> secrets.put(camera.name(), password));
        CameraSpec attached = directory.attach(camera.name(), camera.spec());
        return new AttachedCamera(
                camera.name(), attached, created, camera.password().isPresent());
    }

    /** Returns all cameras with the latest status that their nodes reported. */
    public List<Camera> list() {
        return directory.list();
    }

    /**
     * Returns what is drawn on the picture of a camera.
     *
     * @throws UserError if there is no such camera, or its record cannot be read
     */
    public DrawnAreas areas(String name) {
        return new DrawnAreas(name, spec(directory.get(name)).areas().orElse(Areas.NONE));
    }

    /**
     * Draws on the picture of a camera, in place of what was drawn before.
     *
     * @param areas {@link Areas#NONE} to remove everything
     * @throws UserError as {@link #areas}
     */
    public DrawnAreas draw(String name, Areas areas) {
        directory.put(name, spec(directory.get(name)).withAreas(areas));
        return new DrawnAreas(name, areas);
    }

    /**
     * Detaches a camera and forgets its password, if that is kept under the camera's name.
     *
     * @throws UserError if there is no such camera
     */
    public RemovedCamera remove(String name, FileSecrets secrets) {
        Camera camera = directory.get(name);
        directory.remove(name);
        return new RemovedCamera(name, true, hasOwnSecret(camera) && secrets.remove(name));
    }

    static boolean hasOwnSecret(Camera camera) {
        return camera.spec()
                .flatMap(CameraSpec::credentials)
                .filter(camera.name()::equals)
                .isPresent();
    }

    static CameraSpec spec(Camera camera) {
        return camera.spec()
                .orElseThrow(() -> new UserError("the record of camera '" + camera.name() + "' cannot be read ("
                        + camera.problem().orElse("") + "); write a new one with 'vidette camera add'"));
    }
}
