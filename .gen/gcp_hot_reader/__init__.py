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


class GcpHotReader(
    _cdktf_9a9027ec.TerraformModule,
    metaclass=jsii.JSIIMeta,
    jsii_type="gcp-hot-reader.GcpHotReader",
):
    '''Defines an GcpHotReader based on a Terraform module.

    Source at ./modules/gcp-hot-reader
    '''

    def __init__(
        self,
        scope: _constructs_77d1e7e8.Construct,
        id: builtins.str,
        *,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_reader_package: builtins.str,
        project: builtins.str,
        region: builtins.str,
        alarms: typing.Any = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        existing_hot_store: typing.Any = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        instance_concurrency: typing.Optional[jsii.Number] = None,
        last_entry_hours: typing.Optional[jsii.Number] = None,
        last_entry_records: typing.Optional[jsii.Number] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        query_timeout_seconds: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        token_generation: typing.Optional[jsii.Number] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param scope: -
        :param id: -
        :param digital_twin_info: The twin's configuration as JSON, given to the functions as DIGITAL_TWIN_INFO. It must contain ``config_providers``.
        :param digital_twin_name: Name of the digital twin. Every resource of the module carries it in its name.
        :param hot_reader_package: Path of the zip with the source of both functions, ``main.py`` and ``requirements.txt`` at its root.
        :param project: Id of the Google Cloud project.
        :param region: Region of the functions, the source bucket and the Firestore database, for example ``europe-west1``.
        :param alarms: Alarms of the reader, and the names of the notification channels that they notify (projects/PROJECT/notificationChannels/ID). Each alarm has a price. With enabled = false, there are none.
        :param deletion_protection: While true, destroy fails before it deletes anything, and Firestore refuses to delete the database that the module created: set it to false and apply before you destroy. true
        :param existing_hot_store: An existing Firestore database and collection to read from. Null creates them. The collection needs the composite indexes (iotDeviceId asc, id asc) and (iotDeviceId asc, id desc), or those of the fields in ``records``; ``declare_indexes`` makes them. One collection a device, such as ``devices/{device}/telemetry``, needs none. With ``collection_group``, the readers query all collections of that name, by indexes with the scope of a collection group. ``records`` is the form of its documents, where it is not that of Crosstwin. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        :param future_tolerance_seconds: Seconds that a record can be ahead of the reader's clock. A last entry ignores later records, because a wrong clock would otherwise keep its record the newest. 600
        :param instance_concurrency: Requests that one instance answers at the same time, each in a thread. More than 1 requires at least one CPU. Each request can hold an answer of 5 MiB in memory. 4
        :param last_entry_hours: How many hours older than the newest record a value of a last entry can be. 24
        :param last_entry_records: How many records a last entry reads beside the newest one, to find properties that the newest record does not have. More records cost more for a property that is never stored. 20
        :param log_retention_days: Days for which the functions' logs are kept. 30
        :param max_concurrency: Largest number of requests that each function answers at the same time, over all instances. It limits the cost of requests to the public URL. 20
        :param memory_mb: Memory of one instance in MB, from 256 to 32768. 512
        :param query_timeout_seconds: Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error. Keep it below the remote_reader_timeout_seconds of the connectors that query this reader. 8
        :param tags: Labels for every resource that can carry them. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Time limit of a request in seconds, at most 3600. 30
        :param token_generation: Generation of the shared token. Raise it by one to rotate: the hot reader then accepts the new token and the one before. 1
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__2653172fe96851c50d25084e9a4bd230429098d6da24655c4c5c8061c6f2bef3)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        config = GcpHotReaderConfig(
            digital_twin_info=digital_twin_info,
            digital_twin_name=digital_twin_name,
            hot_reader_package=hot_reader_package,
            project=project,
            region=region,
            alarms=alarms,
            deletion_protection=deletion_protection,
            existing_hot_store=existing_hot_store,
            future_tolerance_seconds=future_tolerance_seconds,
            instance_concurrency=instance_concurrency,
            last_entry_hours=last_entry_hours,
            last_entry_records=last_entry_records,
            log_retention_days=log_retention_days,
            max_concurrency=max_concurrency,
            memory_mb=memory_mb,
            query_timeout_seconds=query_timeout_seconds,
            tags=tags,
            timeout_seconds=timeout_seconds,
            token_generation=token_generation,
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
    @jsii.member(jsii_name="hotReaderLastEntryUrlOutput")
    def hot_reader_last_entry_url_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderLastEntryUrlOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotReaderUrlOutput")
    def hot_reader_url_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderUrlOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotStoreCollectionOutput")
    def hot_store_collection_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotStoreCollectionOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotStoreDatabaseOutput")
    def hot_store_database_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotStoreDatabaseOutput"))

    @builtins.property
    @jsii.member(jsii_name="interCloudTokenOutput")
    def inter_cloud_token_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "interCloudTokenOutput"))

    @builtins.property
    @jsii.member(jsii_name="alarms")
    def alarms(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "alarms"))

    @alarms.setter
    def alarms(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__3ec5e872ce7f2960eebc806a590b1b8725ef03d3f885cb0e7518368656029d9f)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "alarms", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinInfo")
    def digital_twin_info(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinInfo"))

    @digital_twin_info.setter
    def digital_twin_info(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__206b7ff8040f1142e9213328eb9c0ad0f45fa2e48513bd5f27099e8220f89425)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinInfo", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinName")
    def digital_twin_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinName"))

    @digital_twin_name.setter
    def digital_twin_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__56b5f8923be9a856712dc3dcadb97da9de8f42837c1b08a36fad885b2314666b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="existingHotStore")
    def existing_hot_store(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "existingHotStore"))

    @existing_hot_store.setter
    def existing_hot_store(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__a5b8ab97a31d14fbb14ad48083987d1d19de8f5c4e94ffbd90d1efa1d0eba06b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "existingHotStore", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="hotReaderPackage")
    def hot_reader_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderPackage"))

    @hot_reader_package.setter
    def hot_reader_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__eba430190416297b8e3e77fc50528eb6e509ada1e5be58f6b936d471d7509bd0)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "hotReaderPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="project")
    def project(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "project"))

    @project.setter
    def project(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__871997a871ea3a1c32d9d8716dfb51a202cae0a13e573590b82e11bfbb99555b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "project", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="region")
    def region(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "region"))

    @region.setter
    def region(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__9e597c9540c4322809d8d52418432a64fef82b5e4056a9661b17390ee28a20be)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "region", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="deletionProtection")
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        return typing.cast(typing.Optional[builtins.bool], jsii.get(self, "deletionProtection"))

    @deletion_protection.setter
    def deletion_protection(self, value: typing.Optional[builtins.bool]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__b944d363e6e414c4af63651e6e3862816fb7f5ed6c4a70ae2c72fb25ed85f1a7)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "deletionProtection", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="futureToleranceSeconds")
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "futureToleranceSeconds"))

    @future_tolerance_seconds.setter
    def future_tolerance_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__a324efa5c1e4c3f5d5e0d3eeff4b924f500ece664d65dc8757ca694afd887c0b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "futureToleranceSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="instanceConcurrency")
    def instance_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "instanceConcurrency"))

    @instance_concurrency.setter
    def instance_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__abb8e9ff34dd0a5aa7efe243cccf451a3ab856ecee28cc6cb3ea313fd36a3bf7)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "instanceConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="lastEntryHours")
    def last_entry_hours(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "lastEntryHours"))

    @last_entry_hours.setter
    def last_entry_hours(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__1c5038e6af1a89114f9099568e986c4a23f39563c7fc47ee1f85247895d48e5a)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "lastEntryHours", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="lastEntryRecords")
    def last_entry_records(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "lastEntryRecords"))

    @last_entry_records.setter
    def last_entry_records(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__8bc8f4968485ec2272a34f81a123c559bcd300d41ece3446c2359b34777d9c62)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "lastEntryRecords", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="logRetentionDays")
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "logRetentionDays"))

    @log_retention_days.setter
    def log_retention_days(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__86570d0a13d2fd482b5f77644c6761cf4d4b91265ae8b174159b27faadebff97)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "logRetentionDays", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="maxConcurrency")
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "maxConcurrency"))

    @max_concurrency.setter
    def max_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__36af152d323c55a052572646ad9c228474a3f3215ca6ba34ff0d0e1e0e2a1d53)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "maxConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="memoryMb")
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "memoryMb"))

    @memory_mb.setter
    def memory_mb(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__9844c917fe53bedf7f75dc4171a6bc7ce4521dc590c1213aa78c52258f3e9f52)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "memoryMb", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="queryTimeoutSeconds")
    def query_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "queryTimeoutSeconds"))

    @query_timeout_seconds.setter
    def query_timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__89ac43d4e4ad88aa14eb98c028fbd6d3ba251354c8f70cb9a92aa4591f4c154e)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "queryTimeoutSeconds", value) # pyright: ignore[reportArgumentType]

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
            type_hints = typing.get_type_hints(_typecheckingstub__c224a51c7849191fd7dabbcaac17ea25075704dd5f044e66ee7f895ea2b50f1f)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tags", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="timeoutSeconds")
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "timeoutSeconds"))

    @timeout_seconds.setter
    def timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ab2cef52af2d147604bc9ceb1b2202af45258570d2877e642637bbab8a76e52e)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "timeoutSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="tokenGeneration")
    def token_generation(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "tokenGeneration"))

    @token_generation.setter
    def token_generation(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__dde51d16c8921e771ab4063ef3001f923ea0d02d799e53fd63164268f18b9be0)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tokenGeneration", value) # pyright: ignore[reportArgumentType]


@jsii.data_type(
    jsii_type="gcp-hot-reader.GcpHotReaderConfig",
    jsii_struct_bases=[_cdktf_9a9027ec.TerraformModuleUserConfig],
    name_mapping={
        "depends_on": "dependsOn",
        "for_each": "forEach",
        "providers": "providers",
        "skip_asset_creation_from_local_modules": "skipAssetCreationFromLocalModules",
        "digital_twin_info": "digitalTwinInfo",
        "digital_twin_name": "digitalTwinName",
        "hot_reader_package": "hotReaderPackage",
        "project": "project",
        "region": "region",
        "alarms": "alarms",
        "deletion_protection": "deletionProtection",
        "existing_hot_store": "existingHotStore",
        "future_tolerance_seconds": "futureToleranceSeconds",
        "instance_concurrency": "instanceConcurrency",
        "last_entry_hours": "lastEntryHours",
        "last_entry_records": "lastEntryRecords",
        "log_retention_days": "logRetentionDays",
        "max_concurrency": "maxConcurrency",
        "memory_mb": "memoryMb",
        "query_timeout_seconds": "queryTimeoutSeconds",
        "tags": "tags",
        "timeout_seconds": "timeoutSeconds",
        "token_generation": "tokenGeneration",
    },
)
class GcpHotReaderConfig(_cdktf_9a9027ec.TerraformModuleUserConfig):
    def __init__(
        self,
        *,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_reader_package: builtins.str,
        project: builtins.str,
        region: builtins.str,
        alarms: typing.Any = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        existing_hot_store: typing.Any = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        instance_concurrency: typing.Optional[jsii.Number] = None,
        last_entry_hours: typing.Optional[jsii.Number] = None,
        last_entry_records: typing.Optional[jsii.Number] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        query_timeout_seconds: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        token_generation: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        :param digital_twin_info: The twin's configuration as JSON, given to the functions as DIGITAL_TWIN_INFO. It must contain ``config_providers``.
        :param digital_twin_name: Name of the digital twin. Every resource of the module carries it in its name.
        :param hot_reader_package: Path of the zip with the source of both functions, ``main.py`` and ``requirements.txt`` at its root.
        :param project: Id of the Google Cloud project.
        :param region: Region of the functions, the source bucket and the Firestore database, for example ``europe-west1``.
        :param alarms: Alarms of the reader, and the names of the notification channels that they notify (projects/PROJECT/notificationChannels/ID). Each alarm has a price. With enabled = false, there are none.
        :param deletion_protection: While true, destroy fails before it deletes anything, and Firestore refuses to delete the database that the module created: set it to false and apply before you destroy. true
        :param existing_hot_store: An existing Firestore database and collection to read from. Null creates them. The collection needs the composite indexes (iotDeviceId asc, id asc) and (iotDeviceId asc, id desc), or those of the fields in ``records``; ``declare_indexes`` makes them. One collection a device, such as ``devices/{device}/telemetry``, needs none. With ``collection_group``, the readers query all collections of that name, by indexes with the scope of a collection group. ``records`` is the form of its documents, where it is not that of Crosstwin. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        :param future_tolerance_seconds: Seconds that a record can be ahead of the reader's clock. A last entry ignores later records, because a wrong clock would otherwise keep its record the newest. 600
        :param instance_concurrency: Requests that one instance answers at the same time, each in a thread. More than 1 requires at least one CPU. Each request can hold an answer of 5 MiB in memory. 4
        :param last_entry_hours: How many hours older than the newest record a value of a last entry can be. 24
        :param last_entry_records: How many records a last entry reads beside the newest one, to find properties that the newest record does not have. More records cost more for a property that is never stored. 20
        :param log_retention_days: Days for which the functions' logs are kept. 30
        :param max_concurrency: Largest number of requests that each function answers at the same time, over all instances. It limits the cost of requests to the public URL. 20
        :param memory_mb: Memory of one instance in MB, from 256 to 32768. 512
        :param query_timeout_seconds: Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error. Keep it below the remote_reader_timeout_seconds of the connectors that query this reader. 8
        :param tags: Labels for every resource that can carry them. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Time limit of a request in seconds, at most 3600. 30
        :param token_generation: Generation of the shared token. Raise it by one to rotate: the hot reader then accepts the new token and the one before. 1
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__617437cb9cbd82c6252bad67a1b9b9826c9742f5c51c8be7fd95387de77dadb4)
            check_type(argname="argument depends_on", value=depends_on, expected_type=type_hints["depends_on"])
            check_type(argname="argument for_each", value=for_each, expected_type=type_hints["for_each"])
            check_type(argname="argument providers", value=providers, expected_type=type_hints["providers"])
            check_type(argname="argument skip_asset_creation_from_local_modules", value=skip_asset_creation_from_local_modules, expected_type=type_hints["skip_asset_creation_from_local_modules"])
            check_type(argname="argument digital_twin_info", value=digital_twin_info, expected_type=type_hints["digital_twin_info"])
            check_type(argname="argument digital_twin_name", value=digital_twin_name, expected_type=type_hints["digital_twin_name"])
            check_type(argname="argument hot_reader_package", value=hot_reader_package, expected_type=type_hints["hot_reader_package"])
            check_type(argname="argument project", value=project, expected_type=type_hints["project"])
            check_type(argname="argument region", value=region, expected_type=type_hints["region"])
            check_type(argname="argument alarms", value=alarms, expected_type=type_hints["alarms"])
            check_type(argname="argument deletion_protection", value=deletion_protection, expected_type=type_hints["deletion_protection"])
            check_type(argname="argument existing_hot_store", value=existing_hot_store, expected_type=type_hints["existing_hot_store"])
            check_type(argname="argument future_tolerance_seconds", value=future_tolerance_seconds, expected_type=type_hints["future_tolerance_seconds"])
            check_type(argname="argument instance_concurrency", value=instance_concurrency, expected_type=type_hints["instance_concurrency"])
            check_type(argname="argument last_entry_hours", value=last_entry_hours, expected_type=type_hints["last_entry_hours"])
            check_type(argname="argument last_entry_records", value=last_entry_records, expected_type=type_hints["last_entry_records"])
            check_type(argname="argument log_retention_days", value=log_retention_days, expected_type=type_hints["log_retention_days"])
            check_type(argname="argument max_concurrency", value=max_concurrency, expected_type=type_hints["max_concurrency"])
            check_type(argname="argument memory_mb", value=memory_mb, expected_type=type_hints["memory_mb"])
            check_type(argname="argument query_timeout_seconds", value=query_timeout_seconds, expected_type=type_hints["query_timeout_seconds"])
            check_type(argname="argument tags", value=tags, expected_type=type_hints["tags"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
            check_type(argname="argument token_generation", value=token_generation, expected_type=type_hints["token_generation"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "digital_twin_info": digital_twin_info,
            "digital_twin_name": digital_twin_name,
            "hot_reader_package": hot_reader_package,
            "project": project,
            "region": region,
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
        if deletion_protection is not None:
            self._values["deletion_protection"] = deletion_protection
        if existing_hot_store is not None:
            self._values["existing_hot_store"] = existing_hot_store
        if future_tolerance_seconds is not None:
            self._values["future_tolerance_seconds"] = future_tolerance_seconds
        if instance_concurrency is not None:
            self._values["instance_concurrency"] = instance_concurrency
        if last_entry_hours is not None:
            self._values["last_entry_hours"] = last_entry_hours
        if last_entry_records is not None:
            self._values["last_entry_records"] = last_entry_records
        if log_retention_days is not None:
            self._values["log_retention_days"] = log_retention_days
        if max_concurrency is not None:
            self._values["max_concurrency"] = max_concurrency
        if memory_mb is not None:
            self._values["memory_mb"] = memory_mb
        if query_timeout_seconds is not None:
            self._values["query_timeout_seconds"] = query_timeout_seconds
        if tags is not None:
            self._values["tags"] = tags
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds
        if token_generation is not None:
            self._values["token_generation"] = token_generation

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
    def digital_twin_info(self) -> builtins.str:
        '''The twin's configuration as JSON, given to the functions as DIGITAL_TWIN_INFO.

        It must contain ``config_providers``.
        '''
        result = self._values.get("digital_twin_info")
        assert result is not None, "Required property 'digital_twin_info' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def digital_twin_name(self) -> builtins.str:
        '''Name of the digital twin.

        Every resource of the module carries it in its name.
        '''
        result = self._values.get("digital_twin_name")
        assert result is not None, "Required property 'digital_twin_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def hot_reader_package(self) -> builtins.str:
        '''Path of the zip with the source of both functions, ``main.py`` and ``requirements.txt`` at its root.'''
        result = self._values.get("hot_reader_package")
        assert result is not None, "Required property 'hot_reader_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def project(self) -> builtins.str:
        '''Id of the Google Cloud project.'''
        result = self._values.get("project")
        assert result is not None, "Required property 'project' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def region(self) -> builtins.str:
        '''Region of the functions, the source bucket and the Firestore database, for example ``europe-west1``.'''
        result = self._values.get("region")
        assert result is not None, "Required property 'region' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def alarms(self) -> typing.Any:
        '''Alarms of the reader, and the names of the notification channels that they notify (projects/PROJECT/notificationChannels/ID).

        Each alarm has a price. With enabled = false, there are none.
        '''
        result = self._values.get("alarms")
        return typing.cast(typing.Any, result)

    @builtins.property
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        '''While true, destroy fails before it deletes anything, and Firestore refuses to delete the database that the module created: set it to false and apply before you destroy.

        true
        '''
        result = self._values.get("deletion_protection")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def existing_hot_store(self) -> typing.Any:
        '''An existing Firestore database and collection to read from.

        Null creates them. The collection needs the composite indexes (iotDeviceId asc, id asc) and (iotDeviceId asc, id desc), or those of the fields in ``records``; ``declare_indexes`` makes them. One collection a device, such as ``devices/{device}/telemetry``, needs none. With ``collection_group``, the readers query all collections of that name, by indexes with the scope of a collection group. ``records`` is the form of its documents, where it is not that of Crosstwin. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        '''
        result = self._values.get("existing_hot_store")
        return typing.cast(typing.Any, result)

    @builtins.property
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds that a record can be ahead of the reader's clock.

        A last entry ignores later records, because a wrong clock would otherwise keep its record the newest.
        600
        '''
        result = self._values.get("future_tolerance_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def instance_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Requests that one instance answers at the same time, each in a thread.

        More than 1 requires at least one CPU. Each request can hold an answer of 5 MiB in memory.
        4
        '''
        result = self._values.get("instance_concurrency")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def last_entry_hours(self) -> typing.Optional[jsii.Number]:
        '''How many hours older than the newest record a value of a last entry can be.

        24
        '''
        result = self._values.get("last_entry_hours")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def last_entry_records(self) -> typing.Optional[jsii.Number]:
        '''How many records a last entry reads beside the newest one, to find properties that the newest record does not have.

        More records cost more for a property that is never stored.
        20
        '''
        result = self._values.get("last_entry_records")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        '''Days for which the functions' logs are kept.

        30
        '''
        result = self._values.get("log_retention_days")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Largest number of requests that each function answers at the same time, over all instances.

        It limits the cost of requests to the public URL.
        20
        '''
        result = self._values.get("max_concurrency")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        '''Memory of one instance in MB, from 256 to 32768.

        512
        '''
        result = self._values.get("memory_mb")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def query_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error.

        Keep it below the remote_reader_timeout_seconds of the connectors that query this reader.
        8
        '''
        result = self._values.get("query_timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''Labels for every resource that can carry them.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("tags")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Time limit of a request in seconds, at most 3600.

        30
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def token_generation(self) -> typing.Optional[jsii.Number]:
        '''Generation of the shared token.

        Raise it by one to rotate: the hot reader then accepts the new token and the one before.
        1
        '''
        result = self._values.get("token_generation")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpHotReaderConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "GcpHotReader",
    "GcpHotReaderConfig",
]

publication.publish()

def _typecheckingstub__2653172fe96851c50d25084e9a4bd230429098d6da24655c4c5c8061c6f2bef3(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_reader_package: builtins.str,
    project: builtins.str,
    region: builtins.str,
    alarms: typing.Any = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    existing_hot_store: typing.Any = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    instance_concurrency: typing.Optional[jsii.Number] = None,
    last_entry_hours: typing.Optional[jsii.Number] = None,
    last_entry_records: typing.Optional[jsii.Number] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    query_timeout_seconds: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    token_generation: typing.Optional[jsii.Number] = None,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3ec5e872ce7f2960eebc806a590b1b8725ef03d3f885cb0e7518368656029d9f(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__206b7ff8040f1142e9213328eb9c0ad0f45fa2e48513bd5f27099e8220f89425(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__56b5f8923be9a856712dc3dcadb97da9de8f42837c1b08a36fad885b2314666b(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a5b8ab97a31d14fbb14ad48083987d1d19de8f5c4e94ffbd90d1efa1d0eba06b(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__eba430190416297b8e3e77fc50528eb6e509ada1e5be58f6b936d471d7509bd0(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__871997a871ea3a1c32d9d8716dfb51a202cae0a13e573590b82e11bfbb99555b(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__9e597c9540c4322809d8d52418432a64fef82b5e4056a9661b17390ee28a20be(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__b944d363e6e414c4af63651e6e3862816fb7f5ed6c4a70ae2c72fb25ed85f1a7(
    value: typing.Optional[builtins.bool],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a324efa5c1e4c3f5d5e0d3eeff4b924f500ece664d65dc8757ca694afd887c0b(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__abb8e9ff34dd0a5aa7efe243cccf451a3ab856ecee28cc6cb3ea313fd36a3bf7(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__1c5038e6af1a89114f9099568e986c4a23f39563c7fc47ee1f85247895d48e5a(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__8bc8f4968485ec2272a34f81a123c559bcd300d41ece3446c2359b34777d9c62(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__86570d0a13d2fd482b5f77644c6761cf4d4b91265ae8b174159b27faadebff97(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__36af152d323c55a052572646ad9c228474a3f3215ca6ba34ff0d0e1e0e2a1d53(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__9844c917fe53bedf7f75dc4171a6bc7ce4521dc590c1213aa78c52258f3e9f52(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__89ac43d4e4ad88aa14eb98c028fbd6d3ba251354c8f70cb9a92aa4591f4c154e(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c224a51c7849191fd7dabbcaac17ea25075704dd5f044e66ee7f895ea2b50f1f(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ab2cef52af2d147604bc9ceb1b2202af45258570d2877e642637bbab8a76e52e(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__dde51d16c8921e771ab4063ef3001f923ea0d02d799e53fd63164268f18b9be0(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__617437cb9cbd82c6252bad67a1b9b9826c9742f5c51c8be7fd95387de77dadb4(
    *,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_reader_package: builtins.str,
    project: builtins.str,
    region: builtins.str,
    alarms: typing.Any = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    existing_hot_store: typing.Any = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    instance_concurrency: typing.Optional[jsii.Number] = None,
    last_entry_hours: typing.Optional[jsii.Number] = None,
    last_entry_records: typing.Optional[jsii.Number] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    query_timeout_seconds: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    token_generation: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass
