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


class AzureDigitalTwins(
    _cdktf_9a9027ec.TerraformModule,
    metaclass=jsii.JSIIMeta,
    jsii_type="azure-digital-twins.AzureDigitalTwins",
):
    '''Defines an AzureDigitalTwins based on a Terraform module.

    Source at ./modules/azure-digital-twins
    '''

    def __init__(
        self,
        scope: _constructs_77d1e7e8.Construct,
        id: builtins.str,
        *,
        data_connector_package: builtins.str,
        devices: typing.Any,
        digital_twin_name: builtins.str,
        inter_cloud_tokens: typing.Mapping[builtins.str, builtins.str],
        location: builtins.str,
        remote_reader_last_entry_urls: typing.Mapping[builtins.str, builtins.str],
        alarms: typing.Any = None,
        allow_deletions: typing.Optional[builtins.str] = None,
        data_history: typing.Any = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        device_types: typing.Any = None,
        existing_instance: typing.Any = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        places: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
        reader_principal_ids: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        refresh_seconds: typing.Optional[jsii.Number] = None,
        resource_group_name: typing.Optional[builtins.str] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param scope: -
        :param id: -
        :param data_connector_package: Path of the zip with the functions, ``host.json`` at its root and the dependencies under ``.python_packages/lib/site-packages``.
        :param devices: Devices by id, each a twin. Each has properties of its own (with units, elements and constants, as in device_types), or a type; the cloud with its data; and perhaps a parent (a place), or the device that it is a component of, with that component's name. Constants of a device with a type take the place of its type's. None empties the graph.
        :param digital_twin_name: Name of the digital twin. Every resource of the module carries it in its name, and every model in its id.
        :param inter_cloud_tokens: Token to send to each cloud's hot reader, by cloud. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param location: Azure region that offers Azure Digital Twins and the Flex Consumption plan, for example ``westeurope``.
        :param remote_reader_last_entry_urls: URL of each cloud's last-entry hot reader, by cloud: aws, azure, gcp. The cloud of the twins is read in the same way. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param alarms: Alarms of each function, and the resource ids of the action groups that they notify. They cost per alarm; false makes none.
        :param allow_deletions: The hash of the graph, as the graph function logs it when it refuses to delete many twins at once. Null allows none.
        :param data_history: A database of an Azure Data Explorer cluster that exists, in which every change of a property, twin or relationship is kept. Null keeps none.
        :param deletion_protection: Whether Terraform is refused to destroy anything of the module, or to replace the instance that it makes, until this is set to false and applied. It does not keep others from deleting the instance. A deleted instance cannot be restored; the functions make its twins again, and not what others added to it. true
        :param device_types: Kinds of device by name, each a model: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are no telemetry, as strings.
        :param existing_instance: The resource id of an Azure Digital Twins instance that exists. Null creates one.
        :param log_retention_days: Days for which logs and traces are kept. 30
        :param memory_mb: Memory of one instance in MB: 512, 2048 or 4096. 512
        :param places: Twins without telemetry, by id: the place that each is in. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param reader_principal_ids: Object ids of who may read the twins, by names of your own: the identity of a Grafana, a group of people. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param refresh_seconds: How often twins get the newest values, in seconds: 30, or minutes that divide an hour. 60
        :param resource_group_name: An existing resource group for the module's resources. Null creates one.
        :param tags: Tags for every resource that can carry them. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Longest time in seconds that one run of a function may take, from 60 to 1800. The graph function stops before it and goes on with its next run. 600
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__7846e426cd11ef3c86a2d056b4abe2df50d85bae7d34def4b4479afd8f733e90)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        config = AzureDigitalTwinsConfig(
            data_connector_package=data_connector_package,
            devices=devices,
            digital_twin_name=digital_twin_name,
            inter_cloud_tokens=inter_cloud_tokens,
            location=location,
            remote_reader_last_entry_urls=remote_reader_last_entry_urls,
            alarms=alarms,
            allow_deletions=allow_deletions,
            data_history=data_history,
            deletion_protection=deletion_protection,
            device_types=device_types,
            existing_instance=existing_instance,
            log_retention_days=log_retention_days,
            memory_mb=memory_mb,
            places=places,
            reader_principal_ids=reader_principal_ids,
            refresh_seconds=refresh_seconds,
            resource_group_name=resource_group_name,
            tags=tags,
            timeout_seconds=timeout_seconds,
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
    @jsii.member(jsii_name="dataHistoryUriOutput")
    def data_history_uri_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dataHistoryUriOutput"))

    @builtins.property
    @jsii.member(jsii_name="digitalTwinsHostOutput")
    def digital_twins_host_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinsHostOutput"))

    @builtins.property
    @jsii.member(jsii_name="digitalTwinsIdOutput")
    def digital_twins_id_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinsIdOutput"))

    @builtins.property
    @jsii.member(jsii_name="graphHashOutput")
    def graph_hash_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "graphHashOutput"))

    @builtins.property
    @jsii.member(jsii_name="graphOutput")
    def graph_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "graphOutput"))

    @builtins.property
    @jsii.member(jsii_name="modelIdsOutput")
    def model_ids_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "modelIdsOutput"))

    @builtins.property
    @jsii.member(jsii_name="modelsOutput")
    def models_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "modelsOutput"))

    @builtins.property
    @jsii.member(jsii_name="tenantIdOutput")
    def tenant_id_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "tenantIdOutput"))

    @builtins.property
    @jsii.member(jsii_name="alarms")
    def alarms(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "alarms"))

    @alarms.setter
    def alarms(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__1dcd5ca771dca5f7ae742c301226a380324298bcbb175e57f9866f0fa2ea2755)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "alarms", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="dataConnectorPackage")
    def data_connector_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dataConnectorPackage"))

    @data_connector_package.setter
    def data_connector_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__0a88a57fed9db43ba3bdeda0e684ef1e0420433852b1390b5b9b6a39aa1fa8df)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "dataConnectorPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="dataHistory")
    def data_history(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "dataHistory"))

    @data_history.setter
    def data_history(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ef08fc290a56a36b96e842507bcac427939c980270cb4d4790dc211d909037be)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "dataHistory", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="devices")
    def devices(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "devices"))

    @devices.setter
    def devices(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__91a63349d93cdeea04721956399a4652bed8a8d92509b1802315ee42ef9b6e74)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "devices", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="deviceTypes")
    def device_types(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "deviceTypes"))

    @device_types.setter
    def device_types(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__60c8c0ce1d71b3ccbbf24731dc8338ef2c590c1e26a5f33f10fa702bd772df42)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "deviceTypes", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinName")
    def digital_twin_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinName"))

    @digital_twin_name.setter
    def digital_twin_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__248140351dfa792671b9dcbba71a7c4d40f057f29dccdecc3875e30c7373b97a)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="existingInstance")
    def existing_instance(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "existingInstance"))

    @existing_instance.setter
    def existing_instance(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__72cb55234817c9f537a5359d536728d4ffd3880a8d844f3d5c15b4386e3dfd40)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "existingInstance", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="interCloudTokens")
    def inter_cloud_tokens(self) -> typing.Mapping[builtins.str, builtins.str]:
        return typing.cast(typing.Mapping[builtins.str, builtins.str], jsii.get(self, "interCloudTokens"))

    @inter_cloud_tokens.setter
    def inter_cloud_tokens(
        self,
        value: typing.Mapping[builtins.str, builtins.str],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__b42fdd9d9dc44641555dc1acb9ed80bb8d76c011527f1e6d00959d03c8c30f53)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "interCloudTokens", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="location")
    def location(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "location"))

    @location.setter
    def location(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__a3c8cd8467fb2f44bbed0d13aa73e7bd31b8353ec62e52d1f071eff62f2425ba)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "location", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="remoteReaderLastEntryUrls")
    def remote_reader_last_entry_urls(
        self,
    ) -> typing.Mapping[builtins.str, builtins.str]:
        return typing.cast(typing.Mapping[builtins.str, builtins.str], jsii.get(self, "remoteReaderLastEntryUrls"))

    @remote_reader_last_entry_urls.setter
    def remote_reader_last_entry_urls(
        self,
        value: typing.Mapping[builtins.str, builtins.str],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__3ca1f83b23d1414d37a99858489672130dc877a28ed0e1a91f18e470aedc4f5d)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "remoteReaderLastEntryUrls", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="allowDeletions")
    def allow_deletions(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "allowDeletions"))

    @allow_deletions.setter
    def allow_deletions(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__4136e3ddf0cdae1a80b73ceb46cf4a5245e8863074cd1a08541228bc010dda7e)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "allowDeletions", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="deletionProtection")
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        return typing.cast(typing.Optional[builtins.bool], jsii.get(self, "deletionProtection"))

    @deletion_protection.setter
    def deletion_protection(self, value: typing.Optional[builtins.bool]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e0ebae88090204b3e0cb6e0f332cb0f2dae51d981a14d784847c7bafe5c1de89)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "deletionProtection", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="logRetentionDays")
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "logRetentionDays"))

    @log_retention_days.setter
    def log_retention_days(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__b53fd529dfdb782c0b09b5b0874e4a117c3443bf0978370740991e0cfffcd203)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "logRetentionDays", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="memoryMb")
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "memoryMb"))

    @memory_mb.setter
    def memory_mb(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__897d1d3516f76642f37af06c7bae80da3f0bd0a0c9f0d57da3d84204a43862b0)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "memoryMb", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="places")
    def places(self) -> typing.Optional[typing.Mapping[builtins.str, typing.Any]]:
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, typing.Any]], jsii.get(self, "places"))

    @places.setter
    def places(
        self,
        value: typing.Optional[typing.Mapping[builtins.str, typing.Any]],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e1b63d51e2db0739d49aa7c5a3cf7056afe56fc2044e86f9f843babdd240b809)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "places", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="readerPrincipalIds")
    def reader_principal_ids(
        self,
    ) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], jsii.get(self, "readerPrincipalIds"))

    @reader_principal_ids.setter
    def reader_principal_ids(
        self,
        value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__c0564046fd52a0c31ac7151ec00b263425d188ed444a06b7325115945c922f88)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "readerPrincipalIds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="refreshSeconds")
    def refresh_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "refreshSeconds"))

    @refresh_seconds.setter
    def refresh_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__899b61d5ca556f944a36d7a7780287a85473a419ba79c4e039e9ac8f8821694a)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "refreshSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="resourceGroupName")
    def resource_group_name(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "resourceGroupName"))

    @resource_group_name.setter
    def resource_group_name(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__19ce5f5ea3bb7c6c30edc83d62181a7aec37ad94a241c04cbea06f9d9d45501c)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "resourceGroupName", value) # pyright: ignore[reportArgumentType]

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
            type_hints = typing.get_type_hints(_typecheckingstub__471db793ea5231788ad30a82264196c26c56438bf1d8bfd8cd53bde0e6df4229)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tags", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="timeoutSeconds")
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "timeoutSeconds"))

    @timeout_seconds.setter
    def timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__93d0237db39990b15108e6da77e3073e18fe0449c18bf6ef5f2ec324131fdf92)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "timeoutSeconds", value) # pyright: ignore[reportArgumentType]


@jsii.data_type(
    jsii_type="azure-digital-twins.AzureDigitalTwinsConfig",
    jsii_struct_bases=[_cdktf_9a9027ec.TerraformModuleUserConfig],
    name_mapping={
        "depends_on": "dependsOn",
        "for_each": "forEach",
        "providers": "providers",
        "skip_asset_creation_from_local_modules": "skipAssetCreationFromLocalModules",
        "data_connector_package": "dataConnectorPackage",
        "devices": "devices",
        "digital_twin_name": "digitalTwinName",
        "inter_cloud_tokens": "interCloudTokens",
        "location": "location",
        "remote_reader_last_entry_urls": "remoteReaderLastEntryUrls",
        "alarms": "alarms",
        "allow_deletions": "allowDeletions",
        "data_history": "dataHistory",
        "deletion_protection": "deletionProtection",
        "device_types": "deviceTypes",
        "existing_instance": "existingInstance",
        "log_retention_days": "logRetentionDays",
        "memory_mb": "memoryMb",
        "places": "places",
        "reader_principal_ids": "readerPrincipalIds",
        "refresh_seconds": "refreshSeconds",
        "resource_group_name": "resourceGroupName",
        "tags": "tags",
        "timeout_seconds": "timeoutSeconds",
    },
)
class AzureDigitalTwinsConfig(_cdktf_9a9027ec.TerraformModuleUserConfig):
    def __init__(
        self,
        *,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
        data_connector_package: builtins.str,
        devices: typing.Any,
        digital_twin_name: builtins.str,
        inter_cloud_tokens: typing.Mapping[builtins.str, builtins.str],
        location: builtins.str,
        remote_reader_last_entry_urls: typing.Mapping[builtins.str, builtins.str],
        alarms: typing.Any = None,
        allow_deletions: typing.Optional[builtins.str] = None,
        data_history: typing.Any = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        device_types: typing.Any = None,
        existing_instance: typing.Any = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        places: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
        reader_principal_ids: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        refresh_seconds: typing.Optional[jsii.Number] = None,
        resource_group_name: typing.Optional[builtins.str] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        :param data_connector_package: Path of the zip with the functions, ``host.json`` at its root and the dependencies under ``.python_packages/lib/site-packages``.
        :param devices: Devices by id, each a twin. Each has properties of its own (with units, elements and constants, as in device_types), or a type; the cloud with its data; and perhaps a parent (a place), or the device that it is a component of, with that component's name. Constants of a device with a type take the place of its type's. None empties the graph.
        :param digital_twin_name: Name of the digital twin. Every resource of the module carries it in its name, and every model in its id.
        :param inter_cloud_tokens: Token to send to each cloud's hot reader, by cloud. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param location: Azure region that offers Azure Digital Twins and the Flex Consumption plan, for example ``westeurope``.
        :param remote_reader_last_entry_urls: URL of each cloud's last-entry hot reader, by cloud: aws, azure, gcp. The cloud of the twins is read in the same way. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param alarms: Alarms of each function, and the resource ids of the action groups that they notify. They cost per alarm; false makes none.
        :param allow_deletions: The hash of the graph, as the graph function logs it when it refuses to delete many twins at once. Null allows none.
        :param data_history: A database of an Azure Data Explorer cluster that exists, in which every change of a property, twin or relationship is kept. Null keeps none.
        :param deletion_protection: Whether Terraform is refused to destroy anything of the module, or to replace the instance that it makes, until this is set to false and applied. It does not keep others from deleting the instance. A deleted instance cannot be restored; the functions make its twins again, and not what others added to it. true
        :param device_types: Kinds of device by name, each a model: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are no telemetry, as strings.
        :param existing_instance: The resource id of an Azure Digital Twins instance that exists. Null creates one.
        :param log_retention_days: Days for which logs and traces are kept. 30
        :param memory_mb: Memory of one instance in MB: 512, 2048 or 4096. 512
        :param places: Twins without telemetry, by id: the place that each is in. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param reader_principal_ids: Object ids of who may read the twins, by names of your own: the identity of a Grafana, a group of people. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param refresh_seconds: How often twins get the newest values, in seconds: 30, or minutes that divide an hour. 60
        :param resource_group_name: An existing resource group for the module's resources. Null creates one.
        :param tags: Tags for every resource that can carry them. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Longest time in seconds that one run of a function may take, from 60 to 1800. The graph function stops before it and goes on with its next run. 600
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__405e8bcb8def9daa1339e73501e77f963c40c5309a5cb04461e211e61aca7ffc)
            check_type(argname="argument depends_on", value=depends_on, expected_type=type_hints["depends_on"])
            check_type(argname="argument for_each", value=for_each, expected_type=type_hints["for_each"])
            check_type(argname="argument providers", value=providers, expected_type=type_hints["providers"])
            check_type(argname="argument skip_asset_creation_from_local_modules", value=skip_asset_creation_from_local_modules, expected_type=type_hints["skip_asset_creation_from_local_modules"])
            check_type(argname="argument data_connector_package", value=data_connector_package, expected_type=type_hints["data_connector_package"])
            check_type(argname="argument devices", value=devices, expected_type=type_hints["devices"])
            check_type(argname="argument digital_twin_name", value=digital_twin_name, expected_type=type_hints["digital_twin_name"])
            check_type(argname="argument inter_cloud_tokens", value=inter_cloud_tokens, expected_type=type_hints["inter_cloud_tokens"])
            check_type(argname="argument location", value=location, expected_type=type_hints["location"])
            check_type(argname="argument remote_reader_last_entry_urls", value=remote_reader_last_entry_urls, expected_type=type_hints["remote_reader_last_entry_urls"])
            check_type(argname="argument alarms", value=alarms, expected_type=type_hints["alarms"])
            check_type(argname="argument allow_deletions", value=allow_deletions, expected_type=type_hints["allow_deletions"])
            check_type(argname="argument data_history", value=data_history, expected_type=type_hints["data_history"])
            check_type(argname="argument deletion_protection", value=deletion_protection, expected_type=type_hints["deletion_protection"])
            check_type(argname="argument device_types", value=device_types, expected_type=type_hints["device_types"])
            check_type(argname="argument existing_instance", value=existing_instance, expected_type=type_hints["existing_instance"])
            check_type(argname="argument log_retention_days", value=log_retention_days, expected_type=type_hints["log_retention_days"])
            check_type(argname="argument memory_mb", value=memory_mb, expected_type=type_hints["memory_mb"])
            check_type(argname="argument places", value=places, expected_type=type_hints["places"])
            check_type(argname="argument reader_principal_ids", value=reader_principal_ids, expected_type=type_hints["reader_principal_ids"])
            check_type(argname="argument refresh_seconds", value=refresh_seconds, expected_type=type_hints["refresh_seconds"])
            check_type(argname="argument resource_group_name", value=resource_group_name, expected_type=type_hints["resource_group_name"])
            check_type(argname="argument tags", value=tags, expected_type=type_hints["tags"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "data_connector_package": data_connector_package,
            "devices": devices,
            "digital_twin_name": digital_twin_name,
            "inter_cloud_tokens": inter_cloud_tokens,
            "location": location,
            "remote_reader_last_entry_urls": remote_reader_last_entry_urls,
        }
        if depends_on is not None:
            self._values["depends_on"] = depends_on
        if for_each is not None:
            self._values["for_each"] = for_each
        if providers is not None:
            self._values["providers"] = providers
        if skip_asset_creation_from_local_modules is not None:
            self._values["skip_asset_creation_from_local_modules"] = skip_asset_creation_from_local_modules
        if alarms is not None:
            self._values["alarms"] = alarms
        if allow_deletions is not None:
            self._values["allow_deletions"] = allow_deletions
        if data_history is not None:
            self._values["data_history"] = data_history
        if deletion_protection is not None:
            self._values["deletion_protection"] = deletion_protection
        if device_types is not None:
            self._values["device_types"] = device_types
        if existing_instance is not None:
            self._values["existing_instance"] = existing_instance
        if log_retention_days is not None:
            self._values["log_retention_days"] = log_retention_days
        if memory_mb is not None:
            self._values["memory_mb"] = memory_mb
        if places is not None:
            self._values["places"] = places
        if reader_principal_ids is not None:
            self._values["reader_principal_ids"] = reader_principal_ids
        if refresh_seconds is not None:
            self._values["refresh_seconds"] = refresh_seconds
        if resource_group_name is not None:
            self._values["resource_group_name"] = resource_group_name
        if tags is not None:
            self._values["tags"] = tags
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds

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
    def data_connector_package(self) -> builtins.str:
        '''Path of the zip with the functions, ``host.json`` at its root and the dependencies under ``.python_packages/lib/site-packages``.'''
        result = self._values.get("data_connector_package")
        assert result is not None, "Required property 'data_connector_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def devices(self) -> typing.Any:
        '''Devices by id, each a twin.

        Each has properties of its own (with units, elements and constants, as in device_types), or a type; the cloud with its data; and perhaps a parent (a place), or the device that it is a component of, with that component's name. Constants of a device with a type take the place of its type's. None empties the graph.
        '''
        result = self._values.get("devices")
        assert result is not None, "Required property 'devices' is missing"
        return typing.cast(typing.Any, result)

    @builtins.property
    def digital_twin_name(self) -> builtins.str:
        '''Name of the digital twin.

        Every resource of the module carries it in its name, and every model in its id.
        '''
        result = self._values.get("digital_twin_name")
        assert result is not None, "Required property 'digital_twin_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def inter_cloud_tokens(self) -> typing.Mapping[builtins.str, builtins.str]:
        '''Token to send to each cloud's hot reader, by cloud.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("inter_cloud_tokens")
        assert result is not None, "Required property 'inter_cloud_tokens' is missing"
        return typing.cast(typing.Mapping[builtins.str, builtins.str], result)

    @builtins.property
    def location(self) -> builtins.str:
        '''Azure region that offers Azure Digital Twins and the Flex Consumption plan, for example ``westeurope``.'''
        result = self._values.get("location")
        assert result is not None, "Required property 'location' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def remote_reader_last_entry_urls(
        self,
    ) -> typing.Mapping[builtins.str, builtins.str]:
        '''URL of each cloud's last-entry hot reader, by cloud: aws, azure, gcp.

        The cloud of the twins is read in the same way.
        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("remote_reader_last_entry_urls")
        assert result is not None, "Required property 'remote_reader_last_entry_urls' is missing"
        return typing.cast(typing.Mapping[builtins.str, builtins.str], result)

    @builtins.property
    def alarms(self) -> typing.Any:
        '''Alarms of each function, and the resource ids of the action groups that they notify.

        They cost per alarm; false makes none.
        '''
        result = self._values.get("alarms")
        return typing.cast(typing.Any, result)

    @builtins.property
    def allow_deletions(self) -> typing.Optional[builtins.str]:
        '''The hash of the graph, as the graph function logs it when it refuses to delete many twins at once.

        Null allows none.
        '''
        result = self._values.get("allow_deletions")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def data_history(self) -> typing.Any:
        '''A database of an Azure Data Explorer cluster that exists, in which every change of a property, twin or relationship is kept.

        Null keeps none.
        '''
        result = self._values.get("data_history")
        return typing.cast(typing.Any, result)

    @builtins.property
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        '''Whether Terraform is refused to destroy anything of the module, or to replace the instance that it makes, until this is set to false and applied.

        It does not keep others from deleting the instance. A deleted instance cannot be restored; the functions make its twins again, and not what others added to it.
        true
        '''
        result = self._values.get("deletion_protection")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def device_types(self) -> typing.Any:
        '''Kinds of device by name, each a model: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are no telemetry, as strings.'''
        result = self._values.get("device_types")
        return typing.cast(typing.Any, result)

    @builtins.property
    def existing_instance(self) -> typing.Any:
        '''The resource id of an Azure Digital Twins instance that exists.

        Null creates one.
        '''
        result = self._values.get("existing_instance")
        return typing.cast(typing.Any, result)

    @builtins.property
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        '''Days for which logs and traces are kept.

        30
        '''
        result = self._values.get("log_retention_days")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        '''Memory of one instance in MB: 512, 2048 or 4096.

        512
        '''
        result = self._values.get("memory_mb")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def places(self) -> typing.Optional[typing.Mapping[builtins.str, typing.Any]]:
        '''Twins without telemetry, by id: the place that each is in.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("places")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, typing.Any]], result)

    @builtins.property
    def reader_principal_ids(
        self,
    ) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''Object ids of who may read the twins, by names of your own: the identity of a Grafana, a group of people.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("reader_principal_ids")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def refresh_seconds(self) -> typing.Optional[jsii.Number]:
        '''How often twins get the newest values, in seconds: 30, or minutes that divide an hour.

        60
        '''
        result = self._values.get("refresh_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def resource_group_name(self) -> typing.Optional[builtins.str]:
        '''An existing resource group for the module's resources.

        Null creates one.
        '''
        result = self._values.get("resource_group_name")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''Tags for every resource that can carry them.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("tags")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Longest time in seconds that one run of a function may take, from 60 to 1800.

        The graph function stops before it and goes on with its next run.
        600
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "AzureDigitalTwinsConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "AzureDigitalTwins",
    "AzureDigitalTwinsConfig",
]

publication.publish()

def _typecheckingstub__7846e426cd11ef3c86a2d056b4abe2df50d85bae7d34def4b4479afd8f733e90(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    data_connector_package: builtins.str,
    devices: typing.Any,
    digital_twin_name: builtins.str,
    inter_cloud_tokens: typing.Mapping[builtins.str, builtins.str],
    location: builtins.str,
    remote_reader_last_entry_urls: typing.Mapping[builtins.str, builtins.str],
    alarms: typing.Any = None,
    allow_deletions: typing.Optional[builtins.str] = None,
    data_history: typing.Any = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    device_types: typing.Any = None,
    existing_instance: typing.Any = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    places: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
    reader_principal_ids: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    refresh_seconds: typing.Optional[jsii.Number] = None,
    resource_group_name: typing.Optional[builtins.str] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__1dcd5ca771dca5f7ae742c301226a380324298bcbb175e57f9866f0fa2ea2755(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__0a88a57fed9db43ba3bdeda0e684ef1e0420433852b1390b5b9b6a39aa1fa8df(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ef08fc290a56a36b96e842507bcac427939c980270cb4d4790dc211d909037be(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__91a63349d93cdeea04721956399a4652bed8a8d92509b1802315ee42ef9b6e74(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__60c8c0ce1d71b3ccbbf24731dc8338ef2c590c1e26a5f33f10fa702bd772df42(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__248140351dfa792671b9dcbba71a7c4d40f057f29dccdecc3875e30c7373b97a(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__72cb55234817c9f537a5359d536728d4ffd3880a8d844f3d5c15b4386e3dfd40(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__b42fdd9d9dc44641555dc1acb9ed80bb8d76c011527f1e6d00959d03c8c30f53(
    value: typing.Mapping[builtins.str, builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a3c8cd8467fb2f44bbed0d13aa73e7bd31b8353ec62e52d1f071eff62f2425ba(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3ca1f83b23d1414d37a99858489672130dc877a28ed0e1a91f18e470aedc4f5d(
    value: typing.Mapping[builtins.str, builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4136e3ddf0cdae1a80b73ceb46cf4a5245e8863074cd1a08541228bc010dda7e(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e0ebae88090204b3e0cb6e0f332cb0f2dae51d981a14d784847c7bafe5c1de89(
    value: typing.Optional[builtins.bool],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__b53fd529dfdb782c0b09b5b0874e4a117c3443bf0978370740991e0cfffcd203(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__897d1d3516f76642f37af06c7bae80da3f0bd0a0c9f0d57da3d84204a43862b0(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e1b63d51e2db0739d49aa7c5a3cf7056afe56fc2044e86f9f843babdd240b809(
    value: typing.Optional[typing.Mapping[builtins.str, typing.Any]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c0564046fd52a0c31ac7151ec00b263425d188ed444a06b7325115945c922f88(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__899b61d5ca556f944a36d7a7780287a85473a419ba79c4e039e9ac8f8821694a(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__19ce5f5ea3bb7c6c30edc83d62181a7aec37ad94a241c04cbea06f9d9d45501c(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__471db793ea5231788ad30a82264196c26c56438bf1d8bfd8cd53bde0e6df4229(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__93d0237db39990b15108e6da77e3073e18fe0449c18bf6ef5f2ec324131fdf92(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__405e8bcb8def9daa1339e73501e77f963c40c5309a5cb04461e211e61aca7ffc(
    *,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    data_connector_package: builtins.str,
    devices: typing.Any,
    digital_twin_name: builtins.str,
    inter_cloud_tokens: typing.Mapping[builtins.str, builtins.str],
    location: builtins.str,
    remote_reader_last_entry_urls: typing.Mapping[builtins.str, builtins.str],
    alarms: typing.Any = None,
    allow_deletions: typing.Optional[builtins.str] = None,
    data_history: typing.Any = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    device_types: typing.Any = None,
    existing_instance: typing.Any = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    places: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
    reader_principal_ids: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    refresh_seconds: typing.Optional[jsii.Number] = None,
    resource_group_name: typing.Optional[builtins.str] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass
