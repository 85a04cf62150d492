package io.vidette;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vidette.detector.compile.BoxDecoding;
import io.vidette.detector.network.BoxCode;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.ExportedModel;
import io.vidette.detector.weights.Servable;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The arrows between the modules as docs/architecture.md draws them; all others are forbidden. */
@AnalyzeClasses(packages = "io.vidette", importOptions = ModuleBoundariesTest.ProductOnly.class)
final class ModuleBoundariesTest {
    /** Tests may lean on more, and those of ingest come as a jar. */
    static final class ProductOnly implements ImportOption {
        private final ImportOption noTests = new DoNotIncludeTests();

        @Override
        public boolean includes(Location location) {
            return noTests.includes(location) && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule MODULES_USE_ONLY_WHAT_THEY_MAY = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.vidette..")
            .layer("topology")
            .definedBy("io.vidette.topology..")
            .optionalLayer("ingest")
            .definedBy("io.vidette.ingest..")
            .optionalLayer("detector")
            .definedBy("io.vidette.detector..")
            .optionalLayer("trainer")
            .definedBy("io.vidette.trainer..")
            .layer("deploy")
            .definedBy("io.vidette.deploy..")
            .whereLayer("topology")
            .mayNotAccessAnyLayer()
            .whereLayer("ingest")
            .mayOnlyAccessLayers("topology")
            .whereLayer("detector")
            .mayOnlyAccessLayers("topology")
            .whereLayer("trainer")
            .mayOnlyAccessLayers("topology", "detector")
            .whereLayer("deploy")
            .mayOnlyAccessLayers("topology", "ingest", "detector", "trainer")
            .because("a module that knows less can be read, tested and replaced by itself");

    @ArchTest
    static final ArchRule EVERY_CLASS_BELONGS_TO_A_MODULE = classes()
            .should()
            .resideInAnyPackage(
                    "io.vidette.topology..",
                    "io.vidette.ingest..",
                    "io.vidette.detector..",
                    "io.vidette.trainer..",
                    "io.vidette.deploy..");

    @ArchTest
    static final ArchRule PACKAGES_OF_A_MODULE_FORM_NO_CYCLE =
            slices().matching("io.vidette.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_USE_ONLY_WHAT_THEY_MAY = classes()
            .should(PackageArrows.of("""
            topology.fault ->
            topology.config -> fault
            topology.client -> config fault
            topology.compacted -> client
            topology.lifecycle ->
            topology.serde -> config
            topology.topic -> client config fault
            topology.zone -> config
            topology.camera -> client compacted config fault lifecycle serde topic zone
            topology.message ->
            topology.stream -> client config fault lifecycle message serde topic
            topology.detect -> camera client config lifecycle message serde stream topic
            topology.diff -> client fault message serde
            topology.metric ->
            topology.occupancy -> message zone
            topology.replay -> client config detect fault message serde topic
            topology.sink -> client fault lifecycle serde stream topic
            topology.tracker -> config message
            topology.track -> camera client lifecycle message occupancy serde stream topic tracker zone

            ingest.ownership ->
            ingest.source ->
            ingest.libav -> source
            ingest.picture -> libav source
            ingest.publish ->
            ingest.camera -> ownership picture publish source
            ingest.synthetic -> libav source
            ingest -> camera libav ownership publish source synthetic

            detector.archive ->
            detector.network -> archive
            detector.compile -> archive network
            detector.darknet -> archive network
            detector.description -> network
            detector.image ->
            detector.nms ->
            detector.importer -> archive description network
            detector.script -> archive
            detector.torch ->
            detector.onnx -> archive compile network
            detector.weights -> archive compile darknet description image importer network onnx script
            detector.serve -> compile image importer network nms torch weights
            detector.engine -> darknet image network nms serve torch weights

            trainer.boxes ->
            trainer.dataset -> boxes
            trainer.evaluate.detection -> boxes
            trainer.evaluate.tracking ->
            trainer.report -> evaluate.detection
            trainer.validation -> boxes dataset evaluate.detection

            deploy.app ->
            deploy.health ->
            deploy.http -> health
            deploy.kafka ->
            deploy.node -> health http kafka
            deploy.app.camera -> node
            deploy.app.evaluate -> app node
            deploy.app.model -> app node
            deploy.app.node -> app.camera node
            deploy.app.replay -> app node
            deploy.app.sink -> node
            deploy.app.topic -> node
            deploy.bench -> app kafka node
            deploy.cli.output ->
            deploy.cli.option -> cli.output node
            deploy.cli.bench -> bench cli.option cli.output node
            deploy.cli.camera -> app.camera cli.option cli.output node
            deploy.cli.evaluate -> app.evaluate cli.option cli.output node
            deploy.cli.model -> app.model cli.option cli.output node
            deploy.cli.sink -> app.sink cli.option cli.output node
            deploy.cli -> app.node app.replay app.topic cli.bench cli.camera cli.evaluate cli.model cli.option cli.output cli.sink node
            """))
            .because("a package is understood with the few that stand behind its arrow");

    @ArchTest
    static void aPackageHasAtMost25Files(JavaClasses classes) {
        assertThat(PackageArrows.largerThan(25, classes)).isEmpty();
    }

    /** A sealed type and the types that it permits are one idea, so they may know each other. */
    @ArchTest
    static void filesOfAPackageFormNoCircleButSealedTypes(JavaClasses classes) {
        assertThat(FileCircles.in(classes))
                .containsExactly(
                        Set.of(Servable.class.getName(), BestPt.class.getName(), ExportedModel.class.getName()));
    }

    @ArchTest
    static final ArchRule VIDEO_AND_TENSORS_STAY_OUT_OF_THE_TOPOLOGY = noClasses()
            .that()
            .resideInAPackage("io.vidette.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.bytedeco..")
            .because("the processors between the topics are tested without native libraries");

    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_HOW_BOXES_ARE_CODED = noClasses()
            .that()
            .resideOutsideOfPackage("io.vidette.detector.network..")
            .and()
            .doNotHaveFullyQualifiedName(BoxDecoding.class.getName())
            .should()
            .callMethod(BoxCode.class, "size")
            .orShould()
            .callMethod(BoxCode.class, "centreScales")
            .because("the plain program, the serving program, ONNX and the training must decode boxes alike");

    @ArchTest
    static final ArchRule USE_CASES_DO_NOT_KNOW_THE_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("io.vidette.deploy.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vidette.deploy.cli..", "picocli..")
            .because("a web page needs the same use cases");

    @ArchTest
    static final ArchRule COMMANDS_LEAVE_KAFKA_VIDEO_AND_TENSORS_TO_OTHERS = noClasses()
            .that()
            .resideInAPackage("io.vidette.deploy.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.bytedeco..", "ai.djl..", "io.javalin..", "org.eclipse.jetty..")
            .because("a command parses, calls and prints");

    @ArchTest
    static final ArchRule COMMANDS_CALL_USE_CASES = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.vidette.deploy.cli.bench..",
                    "io.vidette.deploy.cli.model..",
                    "io.vidette.deploy.cli.sink..",
                    "io.vidette.deploy.cli.evaluate..")
            .or()
            .resideInAPackage("io.vidette.deploy.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vidette.detector.serve..",
                    "io.vidette.detector.torch..",
                    "io.vidette.detector.compile..",
                    "io.vidette.detector.image..",
                    "io.vidette.topology.detect..",
                    "io.vidette.topology.client..",
                    "io.vidette.topology.stream..",
                    "io.micrometer..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("TopicAdmin")
            .because("engines and clients belong to the use cases in deploy.app and to deploy.bench");

    @ArchTest
    static final ArchRule ONLY_THE_SERVER_KNOWS_JAVALIN = noClasses()
            .that()
            .resideOutsideOfPackage("io.vidette.deploy.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
            .because("the endpoints return plain replies");

    @ArchTest
    static final ArchRule ONE_PACKAGE_CREATES_THE_KAFKA_CLIENTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.vidette.topology.client..")
            .and()
            .haveSimpleNameNotEndingWith("StreamsClients")
            .and()
            .haveSimpleNameNotEndingWith("GatedConsumer")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(KafkaConsumer.class, KafkaProducer.class)
            .orShould()
            .callMethod(Admin.class, "create", Map.class)
            .because("security and time limits are set in one place; Kafka Streams hands the configuration of its own"
                    + " clients to StreamsClients");
}
