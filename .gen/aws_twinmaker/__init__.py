from pkgutil import extend_path
__path__ = extend_path(__path__, __name__)

import abc
import builtins
import datetime
import enum
import typing

import jsii
import publication
import typing_extensions

import typeguard
from importlib.metadata import version as _metadata_package_version
TYPEGUARD_MAJOR_VERSION = int(_metadata_package_version('typeguard').split('.')[0])

def check_type(argname: str, value: object, expected_type: typing.Any) -> typing.Any:
    if TYPEGUARD_MAJOR_VERSION <= 2:
        return typeguard.check_type(argname=argname, value=value, expected_type=expected_type) # type:ignore
    else:
        if isinstance(value, jsii._reference_map.InterfaceDynamicProxy): # pyright: ignore [reportAttributeAccessIssue]
           pass
        else:
            if TYPEGUARD_MAJOR_VERSION == 3:
                typeguard.config.collection_check_strategy = typeguard.CollectionCheckStrategy.ALL_ITEMS # type:ignore
                typeguard.check_type(value=value, expected_type=expected_type) # type:ignore
            else:
                typeguard.check_type(value=value, expected_type=expected_type, collection_check_strategy=typeguard.CollectionCheckStrategy.ALL_ITEMS) # type:ignore

from ._jsii import *

import cdktf as _cdktf_9a9027ec
import constructs as _constructs_77d1e7e8


class AwsTwinmaker(
    _cdktf_9a9027ec.TerraformModule,
    metaclass=jsii.JSIIMeta,
    jsii_type="aws-twinmaker.AwsTwinmaker",
):
    '''Defines an AwsTwinmaker based on a Terraform module.

    Source at ./modules/aws-twinmaker
    '''

    def __init__(
        self,
        scope: _constructs_77d1e7e8.Construct,
        id: builtins.str,
        *,
        devices: typing.Any,
        digital_twin_name: builtins.str,
        readers: typing.Any,
        component_type_reader_package: typing.Optional[builtins.str] = None,
        dashboard_access: typing.Any = None,
        device_types: typing.Any = None,
        hot_readers: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        places: typing.Any = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        workspace_bucket_force_destroy: typing.Optional[builtins.bool] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param scope: -
        :param id: -
        :param devices: Devices by id. Each is an object with cloud, the one with its hot data, and type, one of device_types, or properties of its own (with units, elements and constants, as in device_types). It may have a name, a parent (a place), and component_of: the device whose entity it is a further component of, with that component's name in component. Constants of a device with a type take the place of its type's.
        :param digital_twin_name: Name of the digital twin; id of the workspace, and prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param readers: The functions that answer for devices, by the cloud with their hot data: a hot reader where that is AWS, a connector otherwise, each with its unqualified ARN.
        :param component_type_reader_package: Path of the zip with the component-type reader, which answers queries for all devices of a type; lambda_function.lambda_handler is at its root. Null deploys none.
        :param dashboard_access: Access for a Grafana: a read-only policy, and a role with this policy for the ARNs of trusted_principal_arns. If the list is empty, only the policy, for an IAM user of a Grafana outside AWS. Null creates neither.
        :param device_types: Kinds of device by name, each a component type: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are not telemetry, as strings. An alarm has alarm_status, a string, and extends com.amazon.iottwinmaker.alarm.basic.
        :param hot_readers: Hot readers on other clouds, by cloud, which the component-type reader asks: URL and token, each the output of their module. The reader on the twin's own cloud is invoked by its ARN in readers. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param kms_key_arn: Customer managed KMS key for the environment of the component-type reader, which holds tokens; null: a key that AWS manages.
        :param log_retention_days: Days that the logs of the component-type reader are kept. 30
        :param max_concurrency: Concurrent executions reserved for, and the upper limit of, the component-type reader. null: no limit of its own. 20
        :param memory_mb: Memory of the component-type reader in MB; CPU grows with it. 512
        :param places: Entities without telemetry, by id: a name for people, and the place that each is in.
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends an execution of the component-type reader. 30
        :param workspace_bucket_force_destroy: Whether destroy also deletes the contents of the workspace's bucket, including scenes and models. If false, destroy fails before it deletes anything, because TwinMaker itself leaves objects there.
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__b276bf3c3bbc496c8103774625cda7dc584ea12e0ffaf0681fe41701447d381a)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        config = AwsTwinmakerConfig(
            devices=devices,
            digital_twin_name=digital_twin_name,
            readers=readers,
            component_type_reader_package=component_type_reader_package,
            dashboard_access=dashboard_access,
            device_types=device_types,
            hot_readers=hot_readers,
            kms_key_arn=kms_key_arn,
            log_retention_days=log_retention_days,
            max_concurrency=max_concurrency,
            memory_mb=memory_mb,
            places=places,
            tags=tags,
            timeout_seconds=timeout_seconds,
            workspace_bucket_force_destroy=workspace_bucket_force_destroy,
            depends_on=depends_on,
            for_each=for_each,
            providers=providers,
            skip_asset_creation_from_local_modules=skip_asset_creation_from_local_modules,
        )

        jsii.create(self.__class__, self, [scope, id, config])

    @jsii.member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> typing.Mapping[builtins.str, typing.Any]:
        return typing.cast(typing.Mapping[builtins.str, typing.Any], jsii.invoke(self, "synthesizeAttributes", []))

    @jsii.member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> typing.Mapping[builtins.str, typing.Any]:
        return typing.cast(typing.Mapping[builtins.str, typing.Any], jsii.invoke(self, "synthesizeHclAttributes", []))

    @builtins.property
    @jsii.member(jsii_name="componentNameOutput")
    def component_name_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "componentNameOutput"))

    @builtins.property
    @jsii.member(jsii_name="componentTypeIdsOutput")
    def component_type_ids_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "componentTypeIdsOutput"))

    @builtins.property
    @jsii.member(jsii_name="dashboardPolicyArnOutput")
    def dashboard_policy_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dashboardPolicyArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="dashboardRoleArnOutput")
    def dashboard_role_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dashboardRoleArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="entityIdsOutput")
    def entity_ids_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "entityIdsOutput"))

    @builtins.property
    @jsii.member(jsii_name="templatesOutput")
    def templates_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "templatesOutput"))

    @builtins.property
    @jsii.member(jsii_name="workspaceArnOutput")
    def workspace_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "workspaceArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="workspaceBucketNameOutput")
    def workspace_bucket_name_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "workspaceBucketNameOutput"))

    @builtins.property
    @jsii.member(jsii_name="workspaceIdOutput")
    def workspace_id_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "workspaceIdOutput"))

    @builtins.property
    @jsii.member(jsii_name="workspaceRoleArnOutput")
    def workspace_role_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "workspaceRoleArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="dashboardAccess")
    def dashboard_access(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "dashboardAccess"))

    @dashboard_access.setter
    def dashboard_access(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__d221a7ff6422ed8200e75b102081eff8f5601da3344b1687dbda16e0a93019ce)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "dashboardAccess", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="devices")
    def devices(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "devices"))

    @devices.setter
    def devices(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__05261e5b11a9ee1f9b960fa07bee169155e09af0fe903b5a9e90722855942ac2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "devices", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="deviceTypes")
    def device_types(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "deviceTypes"))

    @device_types.setter
    def device_types(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__001e24759b152ec7ed0f3c85bb476b8e6451fe60a8d06824fdcc62f855475c0e)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "deviceTypes", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinName")
    def digital_twin_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinName"))

    @digital_twin_name.setter
    def digital_twin_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__fc6aad867ca9e22f8635aba3a8a18c8059a269b0a20ad0799188b8764631c54b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="places")
    def places(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "places"))

    @places.setter
    def places(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__139edaaba2f22332010e99c4c11af98f19a22afb244e32c16e1cb2abf5c6d667)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "places", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="readers")
    def readers(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "readers"))

    @readers.setter
    def readers(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__d80b8bafec1c5acbdaf10eface5fcbc077319ec32efc19e8111f32aa3e44ec6a)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "readers", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="componentTypeReaderPackage")
    def component_type_reader_package(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "componentTypeReaderPackage"))

    @component_type_reader_package.setter
    def component_type_reader_package(
        self,
        value: typing.Optional[builtins.str],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__92e93274478c69f1ed1bbd5c631173c71df1679c088c5fba3efcbae9c33ad872)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "componentTypeReaderPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="hotReaders")
    def hot_readers(self) -> typing.Optional[typing.Mapping[builtins.str, typing.Any]]:
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, typing.Any]], jsii.get(self, "hotReaders"))

    @hot_readers.setter
    def hot_readers(
        self,
        value: typing.Optional[typing.Mapping[builtins.str, typing.Any]],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__1bfe63fd743ab0585dea4d4fd90bff39962857ec39e1eb2215f0b794cc9371b1)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "hotReaders", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="kmsKeyArn")
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "kmsKeyArn"))

    @kms_key_arn.setter
    def kms_key_arn(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__d46d7a921e9b9868c756e5bfc82d25daced2fe2ac7c9ac057f76201043be8674)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "kmsKeyArn", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="logRetentionDays")
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "logRetentionDays"))

    @log_retention_days.setter
    def log_retention_days(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ddf9d2036a8a333afa62a584ab2830745456914ad9693f7b47ac8fc95ab1ec65)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "logRetentionDays", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="maxConcurrency")
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "maxConcurrency"))

    @max_concurrency.setter
    def max_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__396d2c65796363baf2f3e4c8bc216a99b205219dc13fbdf6d4b27fe08c131618)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "maxConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="memoryMb")
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "memoryMb"))

    @memory_mb.setter
    def memory_mb(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__8d09c3d419d8a9c5587c8439d2ca1773fe8771d4a27d991a0739dd6ebde5d2ed)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "memoryMb", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="tags")
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], jsii.get(self, "tags"))

    @tags.setter
    def tags(
        self,
        value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__987c12ebca82a593edacedf2817225f493663e2bc2a83e021ff938774dfb2ae5)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tags", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="timeoutSeconds")
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "timeoutSeconds"))

    @timeout_seconds.setter
    def timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__a7bffb4353cf8f693d2bbba5689e899d7571a182d32695783ec2d17ff1af3e5b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "timeoutSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="workspaceBucketForceDestroy")
    def workspace_bucket_force_destroy(self) -> typing.Optional[builtins.bool]:
        return typing.cast(typing.Optional[builtins.bool], jsii.get(self, "workspaceBucketForceDestroy"))

    @workspace_bucket_force_destroy.setter
    def workspace_bucket_force_destroy(
        self,
        value: typing.Optional[builtins.bool],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__a269f49efa3dd864f1f2246d839ebfa8c1ce64a97ca743fef36a0ffee57b202b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "workspaceBucketForceDestroy", value) # pyright: ignore[reportArgumentType]


@jsii.data_type(
    jsii_type="aws-twinmaker.AwsTwinmakerConfig",
    jsii_struct_bases=[_cdktf_9a9027ec.TerraformModuleUserConfig],
    name_mapping={
        "depends_on": "dependsOn",
        "for_each": "forEach",
        "providers": "providers",
        "skip_asset_creation_from_local_modules": "skipAssetCreationFromLocalModules",
        "devices": "devices",
        "digital_twin_name": "digitalTwinName",
        "readers": "readers",
        "component_type_reader_package": "componentTypeReaderPackage",
        "dashboard_access": "dashboardAccess",
        "device_types": "deviceTypes",
        "hot_readers": "hotReaders",
        "kms_key_arn": "kmsKeyArn",
        "log_retention_days": "logRetentionDays",
        "max_concurrency": "maxConcurrency",
        "memory_mb": "memoryMb",
        "places": "places",
        "tags": "tags",
        "timeout_seconds": "timeoutSeconds",
        "workspace_bucket_force_destroy": "workspaceBucketForceDestroy",
    },
)
class AwsTwinmakerConfig(_cdktf_9a9027ec.TerraformModuleUserConfig):
    def __init__(
        self,
        *,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
        devices: typing.Any,
        digital_twin_name: builtins.str,
        readers: typing.Any,
        component_type_reader_package: typing.Optional[builtins.str] = None,
        dashboard_access: typing.Any = None,
        device_types: typing.Any = None,
        hot_readers: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        places: typing.Any = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        workspace_bucket_force_destroy: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        :param devices: Devices by id. Each is an object with cloud, the one with its hot data, and type, one of device_types, or properties of its own (with units, elements and constants, as in device_types). It may have a name, a parent (a place), and component_of: the device whose entity it is a further component of, with that component's name in component. Constants of a device with a type take the place of its type's.
        :param digital_twin_name: Name of the digital twin; id of the workspace, and prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param readers: The functions that answer for devices, by the cloud with their hot data: a hot reader where that is AWS, a connector otherwise, each with its unqualified ARN.
        :param component_type_reader_package: Path of the zip with the component-type reader, which answers queries for all devices of a type; lambda_function.lambda_handler is at its root. Null deploys none.
        :param dashboard_access: Access for a Grafana: a read-only policy, and a role with this policy for the ARNs of trusted_principal_arns. If the list is empty, only the policy, for an IAM user of a Grafana outside AWS. Null creates neither.
        :param device_types: Kinds of device by name, each a component type: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are not telemetry, as strings. An alarm has alarm_status, a string, and extends com.amazon.iottwinmaker.alarm.basic.
        :param hot_readers: Hot readers on other clouds, by cloud, which the component-type reader asks: URL and token, each the output of their module. The reader on the twin's own cloud is invoked by its ARN in readers. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param kms_key_arn: Customer managed KMS key for the environment of the component-type reader, which holds tokens; null: a key that AWS manages.
        :param log_retention_days: Days that the logs of the component-type reader are kept. 30
        :param max_concurrency: Concurrent executions reserved for, and the upper limit of, the component-type reader. null: no limit of its own. 20
        :param memory_mb: Memory of the component-type reader in MB; CPU grows with it. 512
        :param places: Entities without telemetry, by id: a name for people, and the place that each is in.
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends an execution of the component-type reader. 30
        :param workspace_bucket_force_destroy: Whether destroy also deletes the contents of the workspace's bucket, including scenes and models. If false, destroy fails before it deletes anything, because TwinMaker itself leaves objects there.
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__a31b220e33277c98f781431fbbb1c8f8a76e7bfe2bbdac00b1a5c0b36b7f8421)
            check_type(argname="argument depends_on", value=depends_on, expected_type=type_hints["depends_on"])
            check_type(argname="argument for_each", value=for_each, expected_type=type_hints["for_each"])
            check_type(argname="argument providers", value=providers, expected_type=type_hints["providers"])
            check_type(argname="argument skip_asset_creation_from_local_modules", value=skip_asset_creation_from_local_modules, expected_type=type_hints["skip_asset_creation_from_local_modules"])
            check_type(argname="argument devices", value=devices, expected_type=type_hints["devices"])
            check_type(argname="argument digital_twin_name", value=digital_twin_name, expected_type=type_hints["digital_twin_name"])
            check_type(argname="argument readers", value=readers, expected_type=type_hints["readers"])
            check_type(argname="argument component_type_reader_package", value=component_type_reader_package, expected_type=type_hints["component_type_reader_package"])
            check_type(argname="argument dashboard_access", value=dashboard_access, expected_type=type_hints["dashboard_access"])
            check_type(argname="argument device_types", value=device_types, expected_type=type_hints["device_types"])
            check_type(argname="argument hot_readers", value=hot_readers, expected_type=type_hints["hot_readers"])
            check_type(argname="argument kms_key_arn", value=kms_key_arn, expected_type=type_hints["kms_key_arn"])
            check_type(argname="argument log_retention_days", value=log_retention_days, expected_type=type_hints["log_retention_days"])
            check_type(argname="argument max_concurrency", value=max_concurrency, expected_type=type_hints["max_concurrency"])
            check_type(argname="argument memory_mb", value=memory_mb, expected_type=type_hints["memory_mb"])
            check_type(argname="argument places", value=places, expected_type=type_hints["places"])
            check_type(argname="argument tags", value=tags, expected_type=type_hints["tags"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
            check_type(argname="argument workspace_bucket_force_destroy", value=workspace_bucket_force_destroy, expected_type=type_hints["workspace_bucket_force_destroy"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "devices": devices,
            "digital_twin_name": digital_twin_name,
            "readers": readers,
        }
        if depends_on is not None:
            self._values["depends_on"] = depends_on
        if for_each is not None:
            self._values["for_each"] = for_each
        if providers is not None:
            self._values["providers"] = providers
        if skip_asset_creation_from_local_modules is not None:
            self._values["skip_asset_creation_from_local_modules"] = skip_asset_creation_from_local_modules
        if component_type_reader_package is not None:
            self._values["component_type_reader_package"] = component_type_reader_package
        if dashboard_access is not None:
            self._values["dashboard_access"] = dashboard_access
        if device_types is not None:
            self._values["device_types"] = device_types
        if hot_readers is not None:
            self._values["hot_readers"] = hot_readers
        if kms_key_arn is not None:
            self._values["kms_key_arn"] = kms_key_arn
        if log_retention_days is not None:
            self._values["log_retention_days"] = log_retention_days
        if max_concurrency is not None:
            self._values["max_concurrency"] = max_concurrency
        if memory_mb is not None:
            self._values["memory_mb"] = memory_mb
        if places is not None:
            self._values["places"] = places
        if tags is not None:
            self._values["tags"] = tags
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds
        if workspace_bucket_force_destroy is not None:
            self._values["workspace_bucket_force_destroy"] = workspace_bucket_force_destroy

    @builtins.property
    def depends_on(
        self,
    ) -> typing.Optional[typing.List[_cdktf_9a9027ec.ITerraformDependable]]:
        '''
        :stability: experimental
        '''
        result = self._values.get("depends_on")
        return typing.cast(typing.Optional[typing.List[_cdktf_9a9027ec.ITerraformDependable]], result)

    @builtins.property
    def for_each(self) -> typing.Optional[_cdktf_9a9027ec.ITerraformIterator]:
        '''
        :stability: experimental
        '''
        result = self._values.get("for_each")
        return typing.cast(typing.Optional[_cdktf_9a9027ec.ITerraformIterator], result)

    @builtins.property
    def providers(
        self,
    ) -> typing.Optional[typing.List[typing.Union[_cdktf_9a9027ec.TerraformProvider, _cdktf_9a9027ec.TerraformModuleProvider]]]:
        '''
        :stability: experimental
        '''
        result = self._values.get("providers")
        return typing.cast(typing.Optional[typing.List[typing.Union[_cdktf_9a9027ec.TerraformProvider, _cdktf_9a9027ec.TerraformModuleProvider]]], result)

    @builtins.property
    def skip_asset_creation_from_local_modules(self) -> typing.Optional[builtins.bool]:
        '''
        :stability: experimental
        '''
        result = self._values.get("skip_asset_creation_from_local_modules")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def devices(self) -> typing.Any:
        '''Devices by id.

        Each is an object with cloud, the one with its hot data, and type, one of device_types, or properties of its own (with units, elements and constants, as in device_types). It may have a name, a parent (a place), and component_of: the device whose entity it is a further component of, with that component's name in component. Constants of a device with a type take the place of its type's.
        '''
        result = self._values.get("devices")
        assert result is not None, "Required property 'devices' is missing"
        return typing.cast(typing.Any, result)

    @builtins.property
    def digital_twin_name(self) -> builtins.str:
        '''Name of the digital twin;

        id of the workspace, and prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        '''
        result = self._values.get("digital_twin_name")
        assert result is not None, "Required property 'digital_twin_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def readers(self) -> typing.Any:
        '''The functions that answer for devices, by the cloud with their hot data: a hot reader where that is AWS, a connector otherwise, each with its unqualified ARN.'''
        result = self._values.get("readers")
        assert result is not None, "Required property 'readers' is missing"
        return typing.cast(typing.Any, result)

    @builtins.property
    def component_type_reader_package(self) -> typing.Optional[builtins.str]:
        '''Path of the zip with the component-type reader, which answers queries for all devices of a type;

        lambda_function.lambda_handler is at its root. Null deploys none.
        '''
        result = self._values.get("component_type_reader_package")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def dashboard_access(self) -> typing.Any:
        '''Access for a Grafana: a read-only policy, and a role with this policy for the ARNs of trusted_principal_arns.

        If the list is empty, only the policy, for an IAM user of a Grafana outside AWS. Null creates neither.
        '''
        result = self._values.get("dashboard_access")
        return typing.cast(typing.Any, result)

    @builtins.property
    def device_types(self) -> typing.Any:
        '''Kinds of device by name, each a component type: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are not telemetry, as strings.

        An alarm has alarm_status, a string, and extends com.amazon.iottwinmaker.alarm.basic.
        '''
        result = self._values.get("device_types")
        return typing.cast(typing.Any, result)

    @builtins.property
    def hot_readers(self) -> typing.Optional[typing.Mapping[builtins.str, typing.Any]]:
        '''Hot readers on other clouds, by cloud, which the component-type reader asks: URL and token, each the output of their module.

        The reader on the twin's own cloud is invoked by its ARN in readers.
        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("hot_readers")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, typing.Any]], result)

    @builtins.property
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        '''Customer managed KMS key for the environment of the component-type reader, which holds tokens;

        null: a key that AWS manages.
        '''
        result = self._values.get("kms_key_arn")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        '''Days that the logs of the component-type reader are kept.

        30
        '''
        result = self._values.get("log_retention_days")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Concurrent executions reserved for, and the upper limit of, the component-type reader.

        null: no limit of its own.
        20
        '''
        result = self._values.get("max_concurrency")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        '''Memory of the component-type reader in MB;

        CPU grows with it.
        512
        '''
        result = self._values.get("memory_mb")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def places(self) -> typing.Any:
        '''Entities without telemetry, by id: a name for people, and the place that each is in.'''
        result = self._values.get("places")
        return typing.cast(typing.Any, result)

    @builtins.property
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''Tags of every resource.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("tags")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds after which Lambda ends an execution of the component-type reader.

        30
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def workspace_bucket_force_destroy(self) -> typing.Optional[builtins.bool]:
        '''Whether destroy also deletes the contents of the workspace's bucket, including scenes and models.

        If false, destroy fails before it deletes anything, because TwinMaker itself leaves objects there.
        '''
        result = self._values.get("workspace_bucket_force_destroy")
        return typing.cast(typing.Optional[builtins.bool], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "AwsTwinmakerConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "AwsTwinmaker",
    "AwsTwinmakerConfig",
]

publication.publish()

def _typecheckingstub__b276bf3c3bbc496c8103774625cda7dc584ea12e0ffaf0681fe41701447d381a(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    devices: typing.Any,
    digital_twin_name: builtins.str,
    readers: typing.Any,
    component_type_reader_package: typing.Optional[builtins.str] = None,
    dashboard_access: typing.Any = None,
    device_types: typing.Any = None,
    hot_readers: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    places: typing.Any = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    workspace_bucket_force_destroy: typing.Optional[builtins.bool] = None,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d221a7ff6422ed8200e75b102081eff8f5601da3344b1687dbda16e0a93019ce(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__05261e5b11a9ee1f9b960fa07bee169155e09af0fe903b5a9e90722855942ac2(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__001e24759b152ec7ed0f3c85bb476b8e6451fe60a8d06824fdcc62f855475c0e(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__fc6aad867ca9e22f8635aba3a8a18c8059a269b0a20ad0799188b8764631c54b(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__139edaaba2f22332010e99c4c11af98f19a22afb244e32c16e1cb2abf5c6d667(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d80b8bafec1c5acbdaf10eface5fcbc077319ec32efc19e8111f32aa3e44ec6a(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__92e93274478c69f1ed1bbd5c631173c71df1679c088c5fba3efcbae9c33ad872(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__1bfe63fd743ab0585dea4d4fd90bff39962857ec39e1eb2215f0b794cc9371b1(
    value: typing.Optional[typing.Mapping[builtins.str, typing.Any]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d46d7a921e9b9868c756e5bfc82d25daced2fe2ac7c9ac057f76201043be8674(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ddf9d2036a8a333afa62a584ab2830745456914ad9693f7b47ac8fc95ab1ec65(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__396d2c65796363baf2f3e4c8bc216a99b205219dc13fbdf6d4b27fe08c131618(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__8d09c3d419d8a9c5587c8439d2ca1773fe8771d4a27d991a0739dd6ebde5d2ed(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__987c12ebca82a593edacedf2817225f493663e2bc2a83e021ff938774dfb2ae5(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a7bffb4353cf8f693d2bbba5689e899d7571a182d32695783ec2d17ff1af3e5b(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a269f49efa3dd864f1f2246d839ebfa8c1ce64a97ca743fef36a0ffee57b202b(
    value: typing.Optional[builtins.bool],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a31b220e33277c98f781431fbbb1c8f8a76e7bfe2bbdac00b1a5c0b36b7f8421(
    *,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    devices: typing.Any,
    digital_twin_name: builtins.str,
    readers: typing.Any,
    component_type_reader_package: typing.Optional[builtins.str] = None,
    dashboard_access: typing.Any = None,
    device_types: typing.Any = None,
    hot_readers: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    places: typing.Any = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    workspace_bucket_force_destroy: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass
